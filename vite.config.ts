import { vitePlugin as remix } from '@remix-run/dev'
import tailwindcss from '@tailwindcss/vite'
import { defineConfig } from 'vite'
import tsconfigPaths from 'vite-tsconfig-paths'
import remixConfig from './remix.config.js'

// The route ignore patterns are read by app/routes.ts: with v3_routeConfig the plugin itself refuses them.
const { ignoredRouteFiles: _, ...options } = remixConfig

export default defineConfig({
  plugins: [remix(options), tailwindcss(), tsconfigPaths()],
  build: { target: 'es2022', cssMinify: 'esbuild' },
  server: { warmup: { clientFiles: ['./app/entry.client.tsx', './app/root.tsx'] } },
  ssr: { external: ['@node-rs/argon2', 'pg', '@prisma/client'] },
})
