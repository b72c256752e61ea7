import { expect, test } from '@playwright/test'
import { randomUUID } from 'node:crypto'
import { prefer, signIn } from './signed-in'

/** A teacher opens a group, the coordinator confirms it, a colleague is invited and joins, a project is added; then it is closed. */
test('a group from its opening to its end', async ({ browser }) => {
  const name = `课题组 ${randomUUID().slice(0, 8)}`
  const of = async (account: Parameters<typeof signIn>[1]) => {
    const context = await browser.newContext()
    await signIn(context, account)
    await prefer(context, { locale: 'zh-CN' })
    return context.newPage()
  }
  const opener = await of('manager@cqu.example')
  await opener.goto('/groups')
  await opener.getByRole('link', { name: '建立课题组' }).click()
  await opener.getByLabel('中文名称').fill(name)
  await opener.getByLabel('英文名称').fill('A group of the tests')
  await opener.getByRole('button', { name: '建立课题组' }).click()
  await expect(opener.getByText('等待学校协调员确认')).toBeVisible()
  const group = new URL(opener.url()).pathname

  const coordinator = await of('coordinator@cqu.example')
  await coordinator.goto('/manage/groups')
  await coordinator.getByRole('button', { name: `确认${name}`, exact: true }).click()
  await expect(coordinator.getByText('课题组已确认')).toBeVisible()

  await opener.getByLabel('邮箱').fill('chair@scu.example')
  await opener.getByRole('button', { name: '发出邀请' }).click()
  await expect(opener.getByText('邀请已发出')).toBeVisible()
  const invited = await of('chair@scu.example')
  await invited.goto('/groups')
  await invited.getByRole('button', { name: `接受“${name}”的邀请` }).click()
  await expect(invited.getByText('已加入课题组')).toBeVisible()
  await expect(invited.getByRole('table', { name: '成员' })).toContainText('chair@scu.example')

  await opener.goto(group)
  await opener.getByRole('link', { name: '新建项目' }).click()
  await opener.getByLabel('中文名称').fill('联合项目')
  await opener.getByLabel('英文名称').fill('A joint project')
  await opener.getByLabel('比例1').fill('60')
  await opener.getByLabel('付费课题组1').selectOption({ label: name })
  await opener.getByRole('button', { name: '新建项目' }).click()
  await expect(opener.getByRole('alert')).toContainText('合计须为100%')
  await expect(opener.getByLabel('比例1')).toHaveValue('60')
  await opener.getByLabel('或其他付费方2').fill('研究院')
  await opener.getByLabel('比例2').fill('40')
  await opener.getByRole('button', { name: '新建项目' }).click()
  await expect(opener.getByText('项目已新建')).toBeVisible()
  await expect(opener.getByText('研究院 40%')).toBeVisible()

  await opener.goto(`${group}/costs`)
  await expect(opener.getByText('报价，未结算').first()).toBeVisible()
  await opener.goto(`${group}/settings`)
  await opener.getByLabel('理由').fill('测试结束')
  await opener.getByRole('button', { name: '关闭课题组' }).click()
  await expect(opener.getByText('课题组已关闭').first()).toBeVisible()
})
