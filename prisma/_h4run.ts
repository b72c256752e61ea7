import { seed, resetDemo } from '/work/main/prisma/seed'
import { closeDatabase } from '~/platform/db.server'
const t=Date.now()
const o={demo: process.argv[2]!=='real', demoPassword:'alliance-demo', now:new Date(), log:(l:string)=>console.log(((Date.now()-t)/1000).toFixed(1), l)}
try { await (process.argv[2]==='reset'? resetDemo(o): seed(o)); console.log('done', ((Date.now()-t)/1000).toFixed(1)) } catch(e) { console.error(e) }
await closeDatabase()
