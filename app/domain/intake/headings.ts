import { FIELDS_OF, type IntakeField, type IntakeKind } from '~/domain/intake/fields'
import type { Vocabulary } from '~/domain/spreadsheet/headings'

/* The headings of staff lists, student lists, lists of groups, training registers, exam results, logbooks and yearly tables. */

const NAMES: Record<IntakeField, readonly string[]> = {
  email: ['电子邮箱', '邮箱', '邮箱地址', '电子邮件', '学校邮箱', 'email', 'emailaddress', 'mail', 'mailaddress', 'emailofperson'],
  nameZh: ['姓名', '中文姓名', '中文名', '人员姓名', '学生姓名', '教师姓名', '考生姓名', '名字', 'name', 'fullname', 'chinesename', 'namezh'],
  nameEn: ['英文姓名', '英文名', '姓名拼音', '拼音', 'englishname', 'nameen', 'latinname'],
  kind: ['人员类别', '人员类型', '身份', '身份类别', '类别', '学生类别', '培养层次', 'kind', 'type', 'category', 'role', 'status'],
  department: ['学院', '院系', '所在学院', '所属学院', '部门', '所在单位', '单位', '系所', '学院系', 'department', 'school', 'faculty', 'college', 'unit'],
  basis: ['聘任方式', '隶属关系', '关系', '来校事由', '聘用方式', '人事关系', 'basis', 'affiliation', 'appointment', 'reason'],
  startsOn: [
    '起始日期', '开始日期', '入校日期', '入职日期', '入学日期', '起', '授权日期', '发证日期', '授予日期', '取得日期', '考试日期', '考核日期', '通过日期', '日期',
    '开始时间', '考试时间', 'startdate', 'start', 'starts', 'from', 'startson', 'grantedon', 'dategranted', 'examdate', 'date', 'dateofexam', 'issued',
  ],
  endsOn: [
    '截止日期', '结束日期', '离校日期', '离校时间', '毕业日期', '毕业时间', '预计毕业日期', '预计毕业时间', '聘期截止', '止', '有效期至', '有效期', '有效期止', '到期日期', '失效日期', '结束时间', '截止时间',
    'enddate', 'end', 'ends', 'graduation', 'graduationdate', 'to', 'until', 'endson', 'validuntil', 'expires', 'expirydate', 'expiry',
  ],
  sponsor: ['导师邮箱', '指导教师邮箱', '导师电子邮箱', '合作导师邮箱', '接待人邮箱', '负责人邮箱', '联系导师邮箱', 'supervisoremail', 'supervisormail', 'sponsor', 'sponsoremail', 'host', 'hostemail', 'supervisor'],
  groupZh: ['课题组名称', '课题组', '团队名称', '研究组', '团队', '组名', '名称', 'group', 'groupname', 'researchgroup', 'name'],
  groupEn: ['课题组英文名称', '英文名称', '团队英文名称', 'groupnameen', 'englishname'],
  leader: ['负责人邮箱', '课题组负责人邮箱', 'pi邮箱', '组长邮箱', '团队负责人邮箱', '导师邮箱', 'piemail', 'pimail', 'pi', 'leader', 'leaderemail'],
  members: ['成员邮箱', '组员邮箱', '成员', '组员', '团队成员邮箱', 'members', 'memberemail', 'memberemails', 'membermail', 'membersmail'],
  discipline: ['学科', '学科方向', '所属学科', '一级学科', '研究方向', 'discipline', 'field', 'subject'],
  resource: ['资产编号', '仪器编号', '设备编号', '仪器设备编号', '仪器名称', '设备名称', '仪器', '设备', '资源', '仪器类别', '设备类别', 'assetnumber', 'assetno', 'resource', 'resourceid', 'instrument', 'instrumentid', 'equipment', 'kind'],
  mode: ['使用方式', '授权方式', '操作方式', 'mode', 'wayofuse'],
  grantedBy: ['授权人邮箱', '培训人邮箱', '考核人邮箱', '授权人', '培训教师邮箱', '发证人', 'grantedby', 'trainer', 'traineremail', 'examiner'],
  externalId: ['记录编号', '使用记录编号', '使用编号', '流水号', '记录号', '单据号', '预约编号', '预约号', '编号', 'id', 'recordid', 'recordno', 'recordnumber', 'externalid', 'key', 'usageid'],
  system: ['来源系统', '系统', '平台', '数据来源', '来源', 'system', 'source', 'sourcesystem', 'platform'],
  startsAt: ['开始时间', '上机时间', '使用开始时间', '起始时间', '开机时间', '服务开始时间', '签到时间', '开始', 'start', 'starttime', 'startsat', 'from', 'begin', 'checkin'],
  endsAt: ['结束时间', '下机时间', '使用结束时间', '截止时间', '关机时间', '服务结束时间', '签退时间', '结束', 'end', 'endtime', 'endsat', 'to', 'finish', 'checkout'],
  operation: ['操作方式', '服务方式', '使用方式', '上机方式', 'operation', 'operatedby', 'service'],
  purpose: ['用途', '使用目的', '服务类型', '使用性质', '机时类别', 'purpose', 'use', 'servicetype'],
  beneficiary: ['受益方', '服务对象', '用户类型', '使用单位类型', 'beneficiary', 'client', 'servedto'],
  samples: ['测样数', '样品数', '样品数量', '样本数', '测试样品数', 'samples', 'samplecount', 'numberofsamples', 'samplenum'],
  warmUpMinutes: ['预热', '预热时间', '开机准备', '预热分钟', 'warmup', 'warmupminutes'],
  measuringMinutes: ['测试时间', '测样时间', '测试分钟', 'measuring', 'measuringminutes'],
  postMinutes: ['后处理', '后处理时间', '后处理分钟', 'postprocessing', 'postminutes'],
  remarks: ['备注', '说明', 'remarks', 'remark', 'note', 'notes', 'comment'],
  year: ['年度', '年份', '学年', '统计年度', 'year', 'academicyear'],
  machineHours: ['总机时', '使用机时', '年总运行机时', '年使用机时', '运行机时', '机时', '机时数', 'machinehours', 'hours', 'usedhours', 'totalhours'],
  effectiveHours: ['有效机时', '年有效机时', '有效机时数', 'effectivehours'],
  users: ['使用人数', '用户数', '服务人数', '人次', 'users', 'usercount', 'numberofusers'],
  score: ['成绩', '分数', '得分', '考试成绩', '考试分数', 'score', 'mark', 'marks', 'result', 'points'],
}

/** Known, and deliberately not kept. */
const LEFT_OUT = new Set([
  '序号', 'no', '学号', '工号', '学工号', '职工号', '教工号', '性别', '民族', '年级', '班级', '专业', '职称', '职务', '手机', '手机号', '联系电话', '电话', '备注',
  '身份证号', '身份证', '身份证号码', '证件号', '证件号码', 'studentnumber', 'staffnumber', 'gender', 'sex', 'phone', 'mobile', 'telephone', 'title', 'remarks',
  'grade', 'class', 'major', '负责人', '负责人姓名', '导师', '导师姓名', '成员姓名', '人数', '授权人姓名',
])

/** Of uses, remarks are kept. */
const LEFT_OUT_OF_USES = new Set([...LEFT_OUT].filter((each) => each !== '备注' && each !== 'remarks'))

const vocabulary = (kind: IntakeKind): Vocabulary<IntakeField> => ({ fields: FIELDS_OF[kind], names: NAMES, leftOut: kind === 'uses' ? LEFT_OUT_OF_USES : LEFT_OUT, enough: 2 })

export const INTAKE_HEADINGS: Record<IntakeKind, Vocabulary<IntakeField>> = {
  people: vocabulary('people'), groups: vocabulary('groups'), qualifications: vocabulary('qualifications'), exams: vocabulary('exams'),
  uses: vocabulary('uses'), totals: vocabulary('totals'),
}
