# 预警：只有协调员和主管看得到。
warning-title = 预警
warning-lead = 每天看一次：在这家工厂，这算不算比平时多？只有协调员和主管看得到，工厂和品牌都不知道。
warning-count = { $n ->
    [0] 没有异常
   *[other] { $n } 项待看
  }
warning-silent-count = { $n ->
    [0] 没有沉默的工厂
   *[other] { $n } 家沉默的工厂
  }
warning-last-run = 上次检查：{ $when }，{ $n } 家工厂。
warning-stale = 每日任务没有运行，请告诉管理服务器的人。
warning-no-run = 还没有检查过。任务每天运行一次。
warning-nothing = 现在没有异常。
warning-nothing-more = 这不等于平安：小的聚集达不到界限，沉默的工厂列在下面。
warning-kind-cluster = 聚集
warning-kind-spreading = 扩散
warning-kind-severity = 趋于严重
warning-kind-silent = 沉默
warning-about-cluster = 同一原因的案件
warning-about-spreading = 多家工厂的同一原因
warning-about-severity = 高等级案件增多
warning-about-silent = 没有案件
warning-returned = 加重后重现
warning-cluster = { $weeks } 周内 { $n } 件；平时：{ $usual }。
warning-spreading = { $weeks } 周内，{ $group } { $sites } 家工厂共 { $n } 件；平时：{ $usual }。{ $more ->
    [0] 即
   *[other] 最多的是
  }{ $places }。
warning-of-brand = { $name } 的
warning-of-city = { $name }的
warning-severity = { $weeks } 周内 { $n } 件中有 { $high } 件为高或紧急；平时：每 100 件 { $share } 件。
warning-high = 其中 { $n } 件为高或紧急。
warning-sisters = { $group }另外 { $n } 家工厂也在因同一原因增多。
warning-everywhere = 其他工厂也增多（平时的 { $times } 倍），已扣除。
warning-season = 正值节前，已计入。
warning-usual-many = 同样时间 { $n } 件
warning-usual-rare = { $span }一件
warning-usual-never = 几乎没有
warning-usual-line = 平时
warning-weeks = { $n } 周
warning-months = { $n } 个月
warning-silent = 已 { $span }没有案件；按理约有 { $n } 件。
warning-never = 两年内一件也没有。
warning-never-yet = 加入以来一件也没有。
warning-before = 此前两年内有 { $n } 件。
warning-chance = 纯属偶然的可能约 { $n } 分之一
warning-chance-under = 纯属偶然的可能不到 { $n } 分之一
warning-headcount = { $n } 名工人
warning-since = { $day }首次发现
warning-look = 每周数字和 { $n } 件案件
warning-cases = 相关案件 { $n } 件
warning-cases-more = 另有更早的 { $n } 件
warning-chart = 最近 8 周 { $last } 件，之前 { $weeks } 周 { $earlier } 件
warning-chart-note = 每周案件数，右边为最近一周。平时：{ $base }。
warning-alt = { $title }。每周案件数，最近一周在最后：{ $weeks }。平时：{ $base }。
warning-define = 这里这一原因的案件（扩散：正在增多的各工厂；趋于严重：任何原因的高和紧急案件），按收到的那七天计。平时：根据这里和整个网络的过去预计的数量，最近 8 周（趋于严重：13 周）不计入。没有案件的周不在表里。
warning-as-table = 表格
warning-col-week = 周起始日
warning-col-cases = 案件
warning-none = 没有案件的周
warning-open = 设为 L0…
warning-open-more = 在这里设为 L0 紧张，原因**{ $cause }**，并关联 { $n } 件未结案件。
warning-open-who = 只有 Handshake 知道。第一步：先在班组长一级沟通。不许打听是谁反映的。
warning-open-do = 在停工台设为 L0
warning-opened = 已设为 L0。
warning-to-strike = 前往停工台
warning-strike-open = 停工台：{ $level }
warning-dismiss = 搁置…
warning-dismiss-do = 搁置
warning-dismiss-more = 只有再多两件、而且更不像偶然时，才会自动重现。
warning-dismiss-silent = 90 天内不再列出，除非沉默明显更久。
warning-why = 原因
warning-why-known = 已知，有人在处理
warning-why-unrelated = 案件之间没有关系
warning-why-explained = 有解释：停产、季节、单一事件
warning-why-visited = 已走访，或已安排走访
warning-why-closed = 工厂已关闭
warning-rest = 另有 { $n } 项异常程度较低，处理完上面这些后会列出来。
warning-silent-title = 沉默的工厂
warning-silent-lead = 也许一切正常，也许没人敢说、不知道怎么说。只有去问才知道。
warning-do-never = 先贴热线海报、做培训，再在管理层不在场时走访。
warning-do-stopped = 海报还在吗？联系人换了吗？然后走访。
warning-aside = 已搁置 { $n } 项
warning-aside-lead = 加重时会重现。
