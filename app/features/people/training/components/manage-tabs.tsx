import { useLocation } from '@remix-run/react'
import { useTranslations } from 'use-intl'
import { paths } from '~/platform/paths'
import { Tabs } from '~/ui/tabs'

/** The parts of managing training, each with its own address. */
export function TrainingTabs({ hasRules = true }: { hasRules?: boolean }) {
  const t = useTranslations('training.tabs')
  const { pathname } = useLocation()
  const tabs = [
    { to: paths.manageTraining(), label: t('sessions') },
    { to: paths.manageQualifications(), label: t('qualifications') },
    ...(hasRules ? [{ to: paths.manageTrainingRules(), label: t('rules') }, { to: paths.heldAdmissions(), label: t('admissions') }] : []),
    { to: paths.trainingRegister(), label: t('register') },
  ]
  return <Tabs label={t('label')} tabs={tabs.map((tab) => ({ ...tab, isCurrent: pathname === tab.to }))} />
}
