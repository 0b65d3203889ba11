light-language = English
light-skip-search = 重新查找
light-form-old = 这个页面开得太久，或者不是从这里发来的。什么都没有发出，请再试一次。
light-too-big = 内容太长，无法接收。什么都没有发出，请缩短一些。
light-unreadable = 有些符号无法保存。什么都没有发出，请返回去掉这些符号再写。
light-home = 首页
light-left = 您已离开这个页面。
light-choose-none = 其他工厂：请写名称或所在城市
