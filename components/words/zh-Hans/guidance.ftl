# 指引：怎样解决根源，买家怎样支持。
guidance-title = 指引
guidance-lead = 按主题的短页：工厂可以做什么，买家怎样支持，怎样会更糟。
guidance-back = 全部指引
guidance-sources = 来源
guidance-reviewed = Handshake 撰写，最近审阅：{ $day }。供参考，不是法律意见。
guidance-beside = 可以参考
