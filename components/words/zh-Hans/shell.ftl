# 每个页面外框、日期和时长的用语。
shell-name = Handshake
shell-nav-inbox = 收件箱
shell-nav-cases = 我们的案件
shell-nav-moderation = 审核
shell-nav-hotline = 热线
shell-nav-figures = 数据
shell-nav-desk = 事务台
shell-nav-strikes = 停工
shell-nav-early-warning = 预警
shell-nav-bulletins = 通报
shell-nav-people = 人员
shell-nav-imports = 导入
shell-nav-account = 账户
shell-nav-notices = 提醒
shell-nav-guidance = 指引
shell-nav-exports = 导出
shell-nav-scorecard = 评分表
shell-nav-policies = 政策和程序
shell-nav-settings = 设置
shell-nav-sign-in = 登录
shell-nav-invitation = 邀请
shell-nav-sign-out = 退出登录
shell-nav-case = 案件
shell-nav-front = 首页
shell-nav-report = 填写
shell-nav-transparency = 公开数据
shell-nav-newsletter = 通讯
shell-nav-newsletter-desk = 通讯
shell-nav-impact = 首页数字
shell-nav-mine = 我的页面
shell-about = Handshake 平台：工人、工厂和品牌在同一个对话里，由 Handshake 协调。
shell-language = 语言
shell-language-en = English
shell-language-zh-Hans = 中文
shell-save = 保存
shell-send-again = 再发一次
shell-search = 搜索
shell-change = 修改
shell-open = 打开
shell-all = 全部
shell-newer = 较新
shell-older = 较早
shell-opening = 正在打开……
shell-opening-case = 正在打开案件……
shell-to = 发给
shell-you = 您
shell-today-at = 今天 { $time }
shell-named-in = { $name }（{ $country }）
shell-today-inside = 今天 { $time }
shell-day-at = { $day } { $time }
shell-due-today = 今天 { $time }
shell-due-days = { $days ->
    [0] { $day }，今天
    [1] { $day }，明天
   *[other] { $day }，还有 { $days } 天
  }
shell-overdue = 已逾期 { $late }，期限是 { $day }
shell-overdue-today = 已逾期 { $late }，期限是 { $time }
shell-overdue-days = 已逾期 { $days } 天，期限是 { $day }
shell-minutes = { $minutes } 分钟
shell-hours = { $minutes ->
    [0] { $hours } 小时
   *[other] { $hours } 小时 { $minutes } 分钟
  }
shell-days = { $days } 天
shell-place = { $city }{ $name }
shell-of = { $head }：{ $rest }
shell-place-unlisted = 名单上还没有
