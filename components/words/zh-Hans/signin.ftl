# 登录、邀请、设置。
signin-title = 登录
signin-lead = 供工厂、品牌和 Handshake 的人员使用。工人不需要账户。
signin-email = 电子邮箱
signin-password = 密码
signin-enter = 登录
signin-wrong = 邮箱或密码不对。
signin-tries = { $count ->
    [0] 现在需要等 15 分钟。
    [1] 还可以试一次，之后要等 15 分钟。
    [2] 还可以试两次，之后要等 15 分钟。
    [3] 还可以试三次，之后要等 15 分钟。
    [4] 还可以试四次，之后要等 15 分钟。
   *[other] 还可以试 { $count } 次，之后要等 15 分钟。
  }
signin-paused = 尝试次数太多。
signin-paused-more = 请在 { $minutes } 分钟后再试。
signin-missing = 请填写邮箱和密码。
signin-unconfirmed = 请先打开邮件里的链接，再登录。
signin-nobody = 这个账户还不属于任何人。请向您的主管要一个邀请。
signin-unreachable = 现在连接不上，请过一分钟再试。
signin-ended = **请重新登录。**登录已结束。请照常发送您正在写的内容，登录后它还在。
signin-demo = 演示：选择一个人物进入
signin-demo-more = 更多人物
signin-demo-other = { $role }，{ $organization }
signin-role-coordinator = 协调员
signin-role-supervisor = 主管
signin-role-custodian = 保管人
signin-role-factory = 工厂经理
signin-role-brand = 品牌
signin-worker = 我是工人：
signin-worker-link = 回到我的案件
settings-title = 设置
settings-password = 新密码
settings-password-more = 至少 { $count } 个字符。所有浏览器都会退出，请重新登录。
settings-password-old = 现在的密码
settings-password-new = 新密码
settings-password-change = 修改密码
settings-password-changed = 密码已修改。
settings-everywhere = 在所有地方退出
settings-everywhere-more = 结束您在所有浏览器和设备上的登录。
settings-everywhere-do = 全部退出
invitation-title = 您收到了邀请
invitation-lead = Handshake 邀请您以“{ $role }”的身份加入。请填写姓名并设置密码。
invitation-name = 您的姓名
invitation-accept = 接受邀请
invitation-missing = 请填写姓名和密码。
invitation-unknown = 这个邀请无效。
invitation-unknown-more = 已经用过，或者超过七天。请再要一个新的。
