import { useTranslations } from 'use-intl'

const BROWSERS: readonly [RegExp, string][] = [
  [/Edg(e|A|iOS)?\//, 'Edge'],
  [/MicroMessenger\//, 'WeChat'],
  [/QQBrowser\//, 'QQBrowser'],
  [/(OPR|Opera)\//, 'Opera'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const SYSTEMS: readonly [RegExp, string][] = [
  [/HarmonyOS|OpenHarmony/, 'HarmonyOS'],
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]

/** What a browser's user agent comes down to, in words; product names are the same in every language. */
export function useDeviceName(): (userAgent: string | null) => string {
  const t = useTranslations('account.sessions')
  return (userAgent) => {
    const find = (list: typeof BROWSERS) => list.find(([pattern]) => pattern.test(userAgent ?? ''))?.[1]
    const [browser, system] = [find(BROWSERS), find(SYSTEMS)]
    if (browser !== undefined && system !== undefined) return t('on', { browser, system })
    return browser ?? system ?? t('unknown')
  }
}
