import { INVENTORY_FIELDS, type InventoryField } from '~/domain/inventory/fields'
import { guessFieldOf, headingRowOf, proposeFields, type Vocabulary } from '~/domain/spreadsheet/headings'

/*
 * The headings of inventories: those of the asset systems, of the ministry's table of valuable
 * instruments (SJ3) and of the national network.
 */

const NAMES: Record<InventoryField, readonly string[]> = {
  assetNumber: ['仪器编号', '资产编号', '设备编号', '资产号', '固定资产编号', '固定资产号', '仪器设备编号', '单位内部编号', '单位内编号', '编号', 'assetnumber', 'assetno', 'assetid', 'instrumentno', 'equipmentno', 'inventorynumber', 'tag'],
  nameZh: ['仪器名称', '设备名称', '资产名称', '仪器设备名称', '中文名称', '中文名', '名称', '设备名', 'name', 'instrument', 'instrumentname', 'equipmentname', 'equipment', 'namezh', 'chinesename'],
  nameEn: ['英文名称', '英文名', '仪器英文名称', '设备英文名称', 'englishname', 'nameen'],
  kind: ['仪器类别', '设备类别', '分类名称', '设备分类', '仪器分类', '资产分类', '类别', 'class', 'kind', 'type', 'category'],
  model: ['型号', '仪器型号', '设备型号', '规格型号', '型号规格', 'model', 'modelno', 'modelnumber'],
  spec: ['规格', '仪器规格', '主要规格', '主要技术指标', '技术指标', 'specification', 'spec'],
  maker: ['厂家', '生产厂家', '制造厂家', '厂商', '生产厂商', '制造商', '生产制造商', '品牌', '生产商', 'manufacturer', 'maker', 'vendor', 'brand'],
  value: ['单价', '金额', '价值', '原值', '价格', '总价', '购置金额', '设备原值', '资产原值', '仪器原值', 'price', 'value', 'cost', 'amount', 'unitprice', 'originalvalue'],
  acquiredOn: ['购置日期', '购入日期', '购买日期', '取得日期', '入账日期', '建账日期', '入库日期', '启用日期', '购置时间', '取得时间', 'purchasedate', 'purchasedon', 'dateofpurchase', 'acquired', 'acquiredon', 'date'],
  condition: ['现状码', '现状', '使用状况', '设备状态', '资产状态', '仪器现状', '状态', 'condition', 'status'],
  nriiClass: ['国家网络分类', '科研仪器分类', '大型仪器分类码', '大仪分类编码', 'nriiclass', 'nrii'],
  lab: ['所属实验室', '实验室', '实验室名称', '领用单位', '使用单位', '单位名称', '所在单位', '使用部门', '所属单位', '领用部门', '部门', '平台', '所属平台', '实验室平台', 'lab', 'laboratory', 'department', 'unit', 'facility'],
  campus: ['校区', '所在校区', 'campus'],
  place: ['存放地', '存放地点', '存放地名称', '放置地点', '安放地址', '安放地点', '地点', '存放位置', '楼宇', '楼栋', 'location', 'place', 'building'],
  roomNumber: ['房间', '房间号', '房号', '门牌号', 'room', 'roomno', 'roomnumber'],
  contactName: ['领用人', '负责人', '负责人姓名', '管理人', '保管人', '机组负责人', '联系人', '使用人', 'custodian', 'contact', 'contactname', 'personincharge', 'responsible'],
  contactPhone: ['联系电话', '电话', '办公电话', '手机', 'phone', 'telephone', 'tel'],
  contactEmail: ['邮箱', '电子邮箱', '联系邮箱', '电子邮件', 'email', 'mail'],
  summary: ['主要功能', '功能', '用途', '主要用途', '简介', 'description', 'function', 'summary'],
}

/** Known, and deliberately not kept. */
const KNOWN_AND_LEFT_OUT = new Set([
  '序号', 'no', '分类号', '仪器来源', '来源', '国别码', '国别', '使用方向', '单位编号', '实验室编号', '学校代码', '数量', '经费来源', '经费科目',
  '教学', '科研', '社会服务', '其中开放使用机时', '测样数', '学生', '教师', '其他', '教学实验项目数', '科研项目数', '社会服务项目数',
  '国家级', '省部级', '三大检索', '核心刊物', '使用机时', '培训人员数', '出厂号', '出厂日期', '发票号', '备注', 'remarks', 'quantity',
])

export const INVENTORY_HEADINGS: Vocabulary<InventoryField> = {
  fields: INVENTORY_FIELDS,
  names: NAMES,
  leftOut: KNOWN_AND_LEFT_OUT,
  enough: 3,
  // 单价万元, 设备原值万元: the unit without brackets.
  ending: /(万元|元|rmb|cny)$/,
}

export const guessField = (heading: string) => guessFieldOf(INVENTORY_HEADINGS, heading)
export const findHeadingRow = (rows: readonly { row: number; cells: readonly string[] }[]) => headingRowOf(INVENTORY_HEADINGS, rows)
export const proposeMapping = (headings: readonly string[], remembered?: ReadonlyMap<string, InventoryField | null>) =>
  proposeFields(INVENTORY_HEADINGS, headings, remembered)

/** True where the heading says that amounts are in units of ten thousand yuan. */
export function isInTenThousands(heading: string): boolean {
  return /万/.test(heading.normalize('NFKC'))
}
