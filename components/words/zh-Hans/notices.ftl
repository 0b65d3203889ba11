# 平台内的提醒，以及邮件的选择。
notice-title = 提醒
notice-bell = 新提醒：{ $count }
notice-new = 新
notice-seen = 全部标为已看
notice-empty = 没有新提醒。
notice-empty-more = 等您处理的事都在案件列表里。
notice-choose = 邮件与免打扰时间
notice-other = 有新的情况
notice-message = 有给您的新消息
notice-not_passed = 您的消息没有转给对方
notice-sent_back = 您的消息被退回修改
notice-admitted = 有一件案件向您开放
notice-escalated = 期限已过，已采取下一步措施
notice-finding = 调查结论已公布
notice-evidence = 有证据向您出示
notice-action = 方案已开始，其中有一项由您负责
notice-action_again = 您负责的一项措施重新打开
notice-plan = 方案有变动，请阅读并确认
notice-closed = 案件已结案
notice-reopened = 案件重新打开
notice-due_soon = 您的一个期限快到了
notice-overdue = 您的一个期限已过
notice-policy = 一项须照办的政策有了新版本
notice-bulletin = 有一份停工情况通报
notice-new_case = 有新案件等待初审
notice-moderate = 有消息等待审核
notice-to_us = 有人只写给 Handshake
notice-verify = 有措施称已完成，请核对证据
notice-late = 我们的期限已过
notice-escalations = 工厂的期限已过
notice-zero_tolerance = 已启动零容忍
notice-retaliation = 已立一件报复案件
notice-second_voice = 有一个决定需要第二个人
notice-unlock = 有人申请查看身份
notice-unlock_answered = 您查看身份的申请已有答复
notice-mail_waits = 平台的邮件没有发出
notice-mail-waits = { $count ->
   *[other] 有 { $count } 封邮件等待发出。
  }
notice-mail-waits-more = 最早一封应在{ $since }发出。请检查是否设置了邮件服务器（PORTAL_SMTP_URL），每分钟的任务是否在运行。
notice-mail-refused = { $count ->
   *[other] 最近七天有 { $count } 封邮件被邮件服务器拒收，已放弃。
  }
settings-mail = 邮件
settings-mail-more = 邮件只说有事等您查看，不写案件、地点或任何人。
settings-mail-digest = 每天一封
settings-mail-each = 有事就发，最多每三小时一封
settings-mail-none = 不要邮件
settings-digest-at = 每天发送时间
settings-quiet = 免打扰时间
settings-quiet-from = 从几点起不发邮件
settings-quiet-until = 到几点
settings-mail-zone = 以{ $zone }为准
settings-mail-keep = 保存选择
settings-mail-kept = 已保存。今后的邮件按此发送。
