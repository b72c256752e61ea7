import type { InventoryField, RowRule } from '~/domain/inventory/fields'

const field = {
  assetNumber: '资产编号', nameZh: '名称', nameEn: '英文名称', kind: '类别', model: '型号', spec: '规格', maker: '厂家', value: '金额',
  acquiredOn: '购置日期', condition: '现状', nriiClass: '国家网络分类', lab: '实验室（单位）', campus: '校区', place: '存放地', roomNumber: '房间号',
  contactName: '负责人', contactPhone: '联系电话', contactEmail: '邮箱', summary: '主要功能',
} as const satisfies Record<InventoryField, string>

const problem = {
  required: '没有填写',
  too_long: '太长，最多{n, number}个字',
  not_a_number: '看不出是多少钱，请写成数字',
  negative: '金额不能是负数',
  too_big: '金额过大，请核对单位',
  not_a_date: '看不出是哪一天，请写成2019-03-05或201903',
  not_an_email: '不是完整的邮箱地址',
  unwritable: '含有无法保存的字符',
  formula_without_value: '单元格里是公式，没有保存结果。请在表格软件中另存一次，或在这里直接填写',
  error_value: '单元格里是错误值（如#N/A），请填写正确内容',
  broken_quotes: '这一行的引号没有成对，内容可能错位，请核对',
  too_many_columns: '这一行的列数过多',
  duplicate: '与第{row, number}行的资产编号相同',
  not_in_use: '现状为“{condition}”，不再使用的设备不导入',
  kind_unknown: '从名称看不出类别。请写明类别，或为这份文件选一个默认类别',
  lab_missing: '没有写实验室。请填写，或为这份文件选一个默认实验室',
  lab_not_yours: '“{text}”不由你管理，请交给该实验室或学校协调员导入',
  lab_undecided: '系统中没有“{text}”，请先决定如何处理',
  lab_left_out: '已决定不导入“{text}”的设备',
  campus_missing: '没有写校区。请填写，或为这份文件选一个默认校区',
  campus_unknown: '没有名为“{text}”的校区，请改成系统中的校区名',
  belongs_elsewhere: '这个资产编号属于不由你管理的实验室',
  number_taken: '检查之后有人用了这个资产编号，请重新检查',
} as const satisfies Record<RowRule, string>

export default {
  title: '清单导入',
  lead: '上传学校自己的仪器清单（CSV或XLSX，表头不限，去年的SJ3表也可以）。先检查，确认后才写入；新设备先存为草稿，由管理员发布。',
  back: '清单导入',
  field,
  problem,
  file: {
    empty: '文件是空的',
    too_large: '文件超过20 MB，请分成几份上传',
    old_excel: '这是旧版或加密的Excel文件，请另存为不加密的 .xlsx再上传',
    not_a_table: '这不是CSV或XLSX表格，请核对文件',
    encoding_unknown: '看不出文件的编码，请另存为UTF-8的CSV或XLSX',
    damaged: '文件已损坏，请重新导出后再上传',
    too_many_columns: '表格超过200列，请删去不需要的列',
    too_many_rows: '表格超过50,000行，请分成几份上传',
    unpacks_too_large: '文件解压后过大，不能读取',
    defect: '读取时出了故障，请再试一次',
  },
  rule: {
    needs_assetNumber: '请指明哪一列是资产编号',
    needs_nameZh: '请指明哪一列是名称',
    field_twice: '这个字段已用于另一列',
    no_such_row: '前面没有这一行',
    choose_file: '请选择文件',
  },
  status: {
    mapping: '待对应列', reading: '正在检查', checked: '待确认', applying: '正在写入', applied: '已导入', failed: '未能读取', discarded: '已放弃',
  },
  outcome: { refused: '有问题', added: '新增', changed: '有变化', missing: '清单中没有', same: '无变化' },
  outcomeHint: {
    refused: '这些行不会导入。可以在这里逐行改正，也可以改好文件后重新上传。',
    added: '确认后作为草稿加入目录。',
    changed: '确认后按清单修改；清单里空着的内容保持不变。',
    missing: '目录中有、这份清单里没有的设备。不会自动停用，请逐一核实。',
    same: '与目录一致，不作任何改动。',
  },
  upload: {
    title: '上传清单', university: '高校', file: '文件', fileHint: 'CSV或XLSX，不超过20 MB、50,000行', button: '上传并查看表头',
  },
  list: { title: '最近的导入', none: '还没有导入过清单', file: '文件', university: '高校', status: '状态', when: '上传时间', counts: '结果' },
  uploaded: '文件已收到，请核对各列的含义',
  about: '{file}，上传于{when}',
  map: {
    title: '各列是什么',
    lead: '已按表头和上次的选择填好，请核对。选“不导入”的列会被忽略，系统会记住这次的选择。',
    heading: '表头', samples: '前几行的内容', field: '含义', leaveOut: '不导入', column: '第{n, number}列', noSamples: '（空）',
    headingRow: '表头所在行', headingRowHint: '文件中的行号；标题行以上的内容不读取', useRow: '改用这一行',
    defaultsTitle: '文件没有写明时', unit: '金额单位', unitYuan: '元', unitTenThousand: '万元',
    campus: '校区', campusHint: '没有写校区的设备放在这里', lab: '实验室', labHint: '没有写单位的设备归这里',
    kind: '类别', kindHint: '从名称看不出类别的设备用这个', scope: '共享范围', scopeHint: '新设备在管理员确认前的默认范围', modes: '使用方式',
    none: '不设默认', button: '检查每一行', sheet: '工作表：{sheet}', encoding: '编码：{encoding}',
  },
  progress: {
    reading: '正在检查，已读{read, number}行', applying: '正在写入，已完成{applied, number}行，共{total, number}行',
    hint: '可以离开这一页，稍后回来看结果。页面会自动更新；也可以重新载入。', reload: '重新载入', stop: '停止检查，回到列的对应',
  },
  checked: {
    title: '检查结果', lead: '目录还没有任何改动。', apply: '确认导入{count, number}行', applyHint: '{added, plural, =0 {} other {新增{added, number}件（草稿）。}}{changed, plural, =0 {} other {修改{changed, number}件。}}{refused, plural, =0 {} other {有问题的{refused, number}行不导入。}}',
    nothing: '没有可以导入的行', remap: '改列的对应', remapHint: '会重新检查，逐行改正的内容不保留', discard: '放弃这次导入', again: '改好文件后重新上传', problemsFile: '下载问题清单（CSV）',
  },
  decide: {
    title: '先决定这些', labsLead: '清单中的这些单位在系统里还没有。新建的实验室需由学校协调员核实后才对外列出。',
    labNamed: '{name}（{rows, number}行）', create: '新建实验室', leaveOut: '不导入这些行', undecided: '稍后决定', kinds: '{rows, number}行从名称看不出类别', button: '按此决定',
  },
  rows: {
    row: '行', assetNumber: '资产编号', name: '名称', problems: '问题', changes: '变化', lab: '实验室', correct: '改正', correctNamed: '改正第{row, number}行', change: '{field}：{from} → {to}', nothing: '空', none: '没有这样的行', tabs: '按结果查看',
  },
  correct: {
    title: '改正第{row, number}行', lead: '只改这次导入中的内容，不改你的文件。', labs: '系统中的实验室', button: '保存并检查', stillWrong: '已保存，这一行还有问题', fixed: '第{row, number}行已改好', back: '回到检查结果',
  },
  applied: {
    title: '已导入', lead: '新设备是草稿，管理员确认后才能被找到和预约。', drafts: '待发布的草稿', draftsCount: '共{total, number}件，显示前{shown, number}件', publish: '发布选中的', none: '这次导入的设备都已处理',
    labUnconfirmed: '实验室待核实', select: '选择{name}', published: '已发布{count, number}件', noneSelected: '没有选中任何草稿',
  },
  failed: { title: '未能读取文件', again: '上传另一份文件' },
  discarded: '已放弃这次导入，目录没有改动',
  discardedTitle: '这次导入已放弃',
  csv: { row: '行', field: '字段', problem: '问题', assetNumber: '资产编号', name: '名称' },
} as const
