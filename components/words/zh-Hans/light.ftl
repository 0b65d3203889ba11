light-language = English
light-home = 首页
light-written = 您写的内容
light-choose-none = 其他工厂：请写名称或所在城市
error-form_stale = 什么都没有发出。
error-form_stale-more = 这个页面开得太久，或者不是从这里发来的。请再试一次。
