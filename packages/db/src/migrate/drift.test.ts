import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { diffSchema } from './migrate.ts'

const MIGRATION = `
  CREATE TYPE "State" AS ENUM ('In progress', '3d');
  CREATE TABLE "shelves" ("user_id" UUID NOT NULL, "id" UUID NOT NULL, "name" TEXT NOT NULL,
    CONSTRAINT "shelves_pkey" PRIMARY KEY ("user_id", "id"));
  CREATE UNIQUE INDEX "shelves_user_id_name_key" ON "shelves" ("user_id", upper("name"));
  CREATE TABLE "items" ("user_id" UUID NOT NULL, "id" UUID NOT NULL, "state" "State" NOT NULL, "shelf_id" UUID,
    "pages" INTEGER NOT NULL, "worth" DECIMAL GENERATED ALWAYS AS ("pages" * 1.5) STORED,
    CONSTRAINT "items_pkey" PRIMARY KEY ("user_id", "id"),
    CONSTRAINT "items_user_id_shelf_id_fkey" FOREIGN KEY ("user_id", "shelf_id") REFERENCES "shelves" ("user_id", "id")
      ON DELETE SET NULL ("shelf_id") ON UPDATE CASCADE);`

const SCHEMA = `
  datasource db {
    provider = "postgresql"
  }
  enum State {
    In_progress @map("In progress")
    v3d         @map("3d")
  }
  model Shelf {
    userId String @map("user_id") @db.Uuid
    id     String @db.Uuid
    name   String
    items  Item[]
    @@id([userId, id])
    @@map("shelves")
  }
  model Item {
    userId  String  @map("user_id") @db.Uuid
    id      String  @db.Uuid
    state   State
    shelfId String? @map("shelf_id") @db.Uuid
    pages   Int
    worth   Decimal? @default(dbgenerated()) @db.Decimal
    shelf   Shelf?  @relation(fields: [userId, shelfId], references: [userId, id], onDelete: SetNull)
    @@id([userId, id])
    @@map("items")
  }`

test('what the migrations of resources add to the Prisma schema is no drift', async () => {
  const migrations = await mkdtemp(path.join(tmpdir(), 'drift-'))
  onTestFinished(() => rm(migrations, { recursive: true }))
  await mkdir(path.join(migrations, '20260101000000_init'))
  await writeFile(path.join(migrations, '20260101000000_init/migration.sql'), MIGRATION)
  await writeFile(path.join(migrations, 'migration_lock.toml'), 'provider = "postgresql"\n')
  expect(await diffSchema({ migrations, schema: SCHEMA })).toBeNull()
  const other = SCHEMA.replace('onDelete: SetNull', 'onDelete: Cascade')
  expect(await diffSchema({ migrations, schema: other })).toContain('ON DELETE CASCADE')
})
