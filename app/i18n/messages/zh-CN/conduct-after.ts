export default {
  title: '使用之后', lead: '{resource}，{period}', open: '评价、致谢与成果',
  rating: {
    title: '这次使用怎么样', lead: '管理员看到评分和文字，看不到姓名；资源页在满5个评价后显示平均分。', stars: '评分', star: { n5: '5分，很好', n4: '4分，好', n3: '3分，一般', n2: '2分，不好', n1: '1分，很差' },
    words: '说明', wordsHint: '可不填', save: '提交评价', change: '修改评价', saved: '已保存评价', mean: '使用评价', meanValue: '{mean}分（5分制，{count, number}个评价）',
  },
  thanks: {
    title: '致谢文字', lead: '发表成果时可以复制使用。', zh: '中文', en: '英文', copy: '复制{language}', copied: '已复制',
    default: '感谢{university}{lab}提供{resource}（编号{code}）的机时和技术支持。',
    edit: '致谢文字与评价', editTitle: '{name}：致谢文字与评价', editLead: '写下希望使用人在成果中采用的文字。留空时用实验室的文字，实验室也没有时由名称和编号自动生成。',
    fieldZh: '中文致谢', fieldEn: '英文致谢', fieldHint: '[resource]代表资源名称，[code]代表编号', save: '保存致谢文字', saved: '已保存致谢文字', now: '现在的文字',
  },
  ratings: { title: '收到的评价', none: '还没有评价', stars: '评分', words: '说明', when: '时间', resource: '资源' },
  works: {
    title: '成果', lead: '由使用产生的论文、专利、获奖和学位论文。', mine: '我的成果', of: '成果：{name}', add: '登记成果', none: '还没有登记成果', noneHint: '登记后，可以从资源和项目再找到。',
    file: '下载表格', change: '修改', changeTitle: '修改成果', addTitle: '登记成果', save: '保存', added: '已登记', changed: '已保存', remove: '删除这项成果', removed: '已删除',
    fromUse: '这次使用的成果', all: '全部成果', resourceLink: '使用成果', projectLink: '项目成果',
    kind: { paper: '论文', patent: '专利', award: '获奖', thesis: '学位论文' },
    field: { kind: '种类', title: '题名', people: '作者', venue: '期刊、授权机构、授奖单位或学校', year: '年份', doi: 'DOI', number: '专利号或证书号', uses: '由哪些使用产生', resources: '使用的资源', projects: '所属项目' },
    hint: { people: '按发表时的顺序和写法', doi: '例如10.1000/182，只检查写法', uses: '最近的使用；资源和项目会一并关联' },
    column: { what: '成果', year: '年份', resources: '资源', projects: '项目', uses: '关联的使用', acts: '操作' },
  },
  rules: { doi: '不是DOI的写法，例如10.1000/182', known: '你已经登记过这个DOI' },
} as const
