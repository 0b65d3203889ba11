"""Every finding in words, English and Chinese side by side: the report is one file for both readers."""

from __future__ import annotations

from collections.abc import Mapping

from db.importing.findings import Did, Finding, Problem

# English, Chinese. A name in braces stands for a fact.
Both = tuple[str, str]

_TOO_LONG: Both = ("Longer than {limit} characters", "超过 {limit} 个字符")

_PROBLEMS: dict[Problem, Both] = {
    Problem.SHORT_ROW: (
        (
            "The row stops after {has} of {wants} columns; missing: {lost}. What is there was taken in, the caller is"
            " treated as anonymous, and a case is left open for a coordinator to look at"
        ),
        "该行只有 {has} 列（应为 {wants} 列），缺少：{lost}。已有内容照录，来电人按匿名处理，案件保持未结，等待协调员查看",
    ),
    Problem.LONG_ROW: (
        (
            "The row has {has} cells for {wants} columns; probably a comma without quotation marks, so no cell can be"
            " trusted to be in its place"
        ),
        "该行有 {has} 个单元格，而表头只有 {wants} 列；可能是逗号没有加引号，各单元格的位置不可信",
    ),
    Problem.TEXT_UNREADABLE: (
        "The row is written in another encoding than the rest and cannot be read",
        "该行的编码与其他行不同，无法读取",
    ),
    Problem.CONTROL_CHARACTERS: (
        "Invisible control characters were left out of this cell",
        "已去除该单元格中看不见的控制字符",
    ),
    Problem.HEAD_REPEATED: ("The heads stand here a second time", "此处重复了表头"),
    Problem.NUMBER_MISSING: ("The case number is missing", "缺少案件编号"),
    Problem.NUMBER_UNREADABLE: ("This cannot be a case number", "这不像案件编号"),
    Problem.NUMBER_USED_TWICE: (
        "Line {line} has the same number, but another day or workplace: another contact. Both were taken in",
        "第 {line} 行编号相同，但日期或工厂不同，是另一次来电；两条都已录入",
    ),
    Problem.NUMBER_CONTRADICTS: (
        (
            "Line {line} has the same number, day and workplace but tells something else. Which is right cannot be"
            " known; the first was kept"
        ),
        "第 {line} 行的编号、日期和工厂都相同，但内容不一致，无法判断哪一条正确；保留第一条",
    ),
    Problem.ROW_REPEATED: ("The same row stands on line {line}", "与第 {line} 行完全重复"),
    Problem.ALREADY_THERE: ("This contact is in the portal already", "该来电已在系统中"),
    Problem.ALREADY_THERE_DIFFERENT: (
        (
            "This contact is in the portal already, and told differently here. Nothing was changed: a case is"
            " corrected in its own thread, not by a file"
        ),
        "该来电已在系统中，但此处内容不同。未作更改：应在案件中更正，不能用文件覆盖",
    ),
    Problem.DATE_MISSING: ("The date of the contact is missing", "缺少来电日期"),
    Problem.DATE_IMPOSSIBLE: ("There is no such day", "不存在这一天"),
    Problem.DATE_UNREADABLE: ("This cannot be read as a date", "无法识别为日期"),
    Problem.DATE_AMBIGUOUS: (
        "Day and month cannot be told apart, and nothing in the file proves which comes first",
        "无法分辨日和月，文件中也没有可作依据的日期",
    ),
    Problem.DATE_OUT_OF_RANGE: ("The date lies before 1990 or in the future", "日期早于 1990 年或在将来"),
    Problem.CLOSED_BEFORE_OPENED: (
        "Closed before the contact was received ({opened}); which of the two dates is wrong cannot be known",
        "结案日期早于来电日期（{opened}），无法判断哪个日期有误",
    ),
    Problem.ANSWERED_BEFORE_OPENED: (
        "The factory answered before the contact was received; which date is wrong cannot be known",
        "工厂回复日期早于来电日期，无法判断哪个日期有误",
    ),
    Problem.CLOSED_WITHOUT_DATE: (
        "The case is ended, but no closing date is given",
        "案件已结束，但没有结案日期",
    ),
    Problem.OPEN_WITH_CLOSING_DATE: ("The case is open, yet has a closing date", "案件处理中，却有结案日期"),
    Problem.WORKPLACE_MISSING: (
        "No workplace; a case cannot be placed without one",
        "没有工厂名称，案件无法归属",
    ),
    Problem.CATEGORY_MISSING: ("No category", "没有类别"),
    Problem.CATEGORY_UNKNOWN: ("The taxonomy has no such category", "分类表中没有这个类别"),
    Problem.OTHER_CATEGORY_UNKNOWN: (
        "This further category is unknown and was left out; the main one was kept",
        "其他类别中有未知代码，已略去；主类别保留",
    ),
    Problem.DESCRIPTION_MISSING: ("No description; the case has no statement", "没有描述，案件没有陈述内容"),
    Problem.DESCRIPTION_TOO_LONG: _TOO_LONG,
    Problem.VALUE_TOO_LONG: _TOO_LONG,
    Problem.FORMULA_IN_TEXT: (
        "Begins like a spreadsheet formula. Kept word for word as text; it is computed nowhere, and exports make it inert",
        "以电子表格公式开头。按原文作为文本保存，不会被执行，导出时会失效处理",
    ),
    Problem.PHONE_IN_TEXT: (
        "Holds a phone number; marked for redaction before anybody outside Handshake reads it",
        "含有电话号码；已标记，在向外披露前需要遮盖",
    ),
    Problem.CHANNEL_UNKNOWN: ("Unknown channel; taken as phone", "渠道未知，按电话处理"),
    Problem.STATUS_UNKNOWN: ("Unknown status", "状态未知"),
    Problem.STATUS_MISSING: (
        "No status; the case is left open for a coordinator to look at",
        "没有状态；案件保持未结，等待协调员查看",
    ),
    Problem.OUTCOME_UNKNOWN: ("Unknown outcome; left empty", "结果未知，留空"),
    Problem.CONFIRMATION_UNKNOWN: (
        "Unknown word for the worker's confirmation; left empty",
        "工人确认情况未知，留空",
    ),
    Problem.ANONYMOUS_UNKNOWN: (
        "Neither yes nor no; treated as anonymous",
        "既不是“是”也不是“否”，按匿名处理",
    ),
    Problem.HEADCOUNT_IN_WORDS: ("Headcount in words; read as {read}", "人数为文字，读作 {read}"),
    Problem.HEADCOUNT_UNREADABLE: ("The headcount cannot be read; left empty", "人数无法识别，留空"),
    Problem.SATISFACTION_IN_WORDS: (
        "Satisfaction is not a number from 1 to 5. Left empty, since a number made up here would enter the figures",
        "满意度不是 1 到 5 的数字。留空，因为猜出的数字会进入统计",
    ),
    Problem.AMOUNT_WITH_UNIT: (
        "Amount with separator or unit; read as {read}",
        "金额含分隔符或单位，读作 {read}",
    ),
    Problem.AMOUNT_UNREADABLE: ("The amount cannot be read", "金额无法识别"),
}

# Where the findings tell more, a second sentence follows.
_MORE: dict[tuple[Problem, str], Both] = {
    (Problem.HEADCOUNT_IN_WORDS, "kept"): (
        "; other rows give {kept} in digits for this workplace, and that was kept",
        "；同一工厂在其他行有数字 {kept}，以该数字为准",
    ),
}

_IN_THE_PORTAL: Both = (
    "The portal has another contact under this number, of another day or workplace. Both are kept apart",
    "系统中已有相同编号、但日期或工厂不同的来电；两条分别保存",
)

DID: dict[Did, Both] = {
    Did.IMPORTED: ("taken in", "已录入"),
    Did.MENDED: ("taken in, mended", "修正后录入"),
    Did.THERE: ("nothing added", "未新增"),
    Did.REFUSED: ("left out", "未录入"),
}


_FILES: dict[str, Both] = {
    "empty": ("The file is empty.", "文件是空的。"),
    "too_large": ("The file is larger than {limit} MB.", "文件超过 {limit} MB。"),
    "old_excel": (
        "This is a workbook of the old kind (.xls). Save it as .xlsx or CSV.",
        "这是旧格式的工作簿（.xls），请另存为 .xlsx 或 CSV。",
    ),
    "has_macros": (
        "The workbook holds macros. Save it as .xlsx without them.",
        "工作簿含有宏，请另存为不含宏的 .xlsx。",
    ),
    "workbook_broken": ("The workbook cannot be opened.", "无法打开该工作簿。"),
    "encoding_unknown": (
        "The text is neither UTF-8 nor GB18030. Save the file as “CSV UTF-8”.",
        "文本既不是 UTF-8 也不是 GB18030，请另存为“CSV UTF-8”。",
    ),
    "quotes_broken": (
        "A quotation mark that begins near line {line} does not end as it should.",
        "第 {line} 行附近的引号没有正确结束。",
    ),
    "no_rows": ("There are no rows under the heads.", "表头下面没有数据。"),
    "too_many_rows": ("The file has more than {limit} rows. Split it.", "文件超过 {limit} 行，请拆分。"),
    "too_many_columns": ("The file has more than {limit} columns.", "文件超过 {limit} 列。"),
    "columns_missing": (
        "No column was found for: {columns}. Say which one it is.",
        "没有找到以下内容对应的列：{columns}。请指定。",
    ),
    "mapping_unreadable": (
        "The mapping is not JSON of field and column head.",
        "列对应关系不是有效的 JSON。",
    ),
    "mapping_column_absent": ("The file has no column “{column}”.", "文件中没有“{column}”这一列。"),
    "mapping_column_twice": (
        "One column is chosen for two fields.",
        "同一列被选作两个字段。",
    ),
}


def sentence(finding: Finding, chinese: bool) -> str:
    """What is wrong with the line, in one sentence."""
    known = _PROBLEMS[finding.problem]
    if finding.problem is Problem.NUMBER_USED_TWICE and "line" not in finding.facts:
        known = _IN_THE_PORTAL
    more = [each for (problem, fact), each in _MORE.items() if problem is finding.problem and fact in finding.facts]
    return _say((known, *more, (".", "。")), finding.facts, chinese=chinese)


def refused_file(key: str, facts: Mapping[str, str], *, chinese: bool) -> str:
    """Why a file as a whole cannot be read."""
    return _say((_FILES[key],), facts, chinese=chinese)


def _say(parts: tuple[Both, ...], facts: Mapping[str, str], *, chinese: bool) -> str:
    return "".join(each[chinese] for each in parts).format_map(_Facts(facts))


class _Facts(dict[str, str]):
    """A fact that is missing shows as an ellipsis; a report is never lost over one."""

    def __missing__(self, name: str) -> str:
        return "…"
