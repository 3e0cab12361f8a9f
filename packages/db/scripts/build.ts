import path from 'node:path'
import { packCluster } from '../src/migrate/pack-cluster.ts'

await packCluster(path.join(import.meta.dirname, '../dist'))
