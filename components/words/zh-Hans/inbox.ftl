# 收件箱。
inbox-title = 收件箱
inbox-title-cases = 我们的案件
inbox-boxes = 哪些案件
inbox-box-needs = 需要您处理
inbox-box-waiting = 等其他人
inbox-box-closed = 已结案
inbox-search = 编号、工厂、内容
inbox-chips-s = 严重程度
inbox-chips-f = 标记
inbox-flag-unread = 未读
inbox-flag-zero_tolerance = 零容忍
inbox-flag-strike = 停工
inbox-rare = 工厂、品牌、月份
inbox-workplace = 工厂
inbox-brand = 品牌
inbox-month = 收到的月份
inbox-clear = 清除全部筛选
inbox-group-overdue = 已逾期
inbox-group-today = 今天到期
inbox-group-week = 本周
inbox-group-later = 以后
inbox-group-undated = 没有期限
inbox-new = { $count } 条新消息
inbox-last = 最近变动：{ $when }
inbox-waits-moderate = 有消息待审核
inbox-waits-triage = 决定是否受理
inbox-waits-admit = 加入工厂
inbox-waits-read = 有新消息
inbox-waits-review_answer = 工厂已答复
inbox-waits-investigate = 等待认定
inbox-waits-verify = 核对证据
inbox-waits-factory_answer = 等工厂答复
inbox-waits-answer = 等您答复
inbox-waits-remedy = 正在补救
inbox-waits-nothing = 没有待办
inbox-shown = 本页 { $count } 件，按期限先后排列。
inbox-empty-needs = 现在没有需要您处理的事。
inbox-empty-waiting = 没有在等其他人的案件。
inbox-empty-closed = 还没有结案的案件。
inbox-empty-filters = 没有符合筛选的案件。
inbox-empty-filters-more = 请去掉一项，或清除全部。
inbox-empty-more = { $count ->
    [0] 没有在等其他人的案件。
   *[other] 另有 { $count } 件在等其他人。
  }
inbox-empty-more-due = 另有 { $count } 件在等其他人，最近的期限是 { $day }。
