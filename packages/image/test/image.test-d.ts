import type { List } from '@kamaki/core'
import type { LiteralUnion } from '@kamaki/core/toolkit'
import type {
  Image,
  ImageMember,
  ImageMeta,
  ImageSummary,
  Images,
  ListImagesDetailOptions,
  ListImagesOptions,
  NewImage,
  SharedImage,
} from '@kamaki/image'
import { expectTypeOf, test } from 'vitest'

test('lists give summaries or images', () => {
  expectTypeOf<ReturnType<Images['list']>>().toEqualTypeOf<List<ImageSummary>>()
  expectTypeOf<ReturnType<Images['listDetail']>>().toEqualTypeOf<List<Image>>()
  expectTypeOf<Image>().toExtend<ImageSummary>()
})

test('images are exact to the field', () => {
  expectTypeOf<ImageSummary>().toEqualTypeOf<{
    id: string
    name?: string
    status: LiteralUnion<'AVAILABLE' | 'UNAVAILABLE' | 'ERROR' | 'UNKNOWN'>
    disk_format?: LiteralUnion<'diskdump' | 'extdump' | 'ntfsdump'>
    container_format?: LiteralUnion<'aki' | 'ari' | 'ami' | 'bare' | 'ovf'>
    size: number
  }>()
  expectTypeOf<Image['checksum']>().toEqualTypeOf<string | null>()
  expectTypeOf<Image>().pick<'description'>().toEqualTypeOf<{ description?: string }>()
  expectTypeOf<Image['is_public']>().toEqualTypeOf<boolean>()
  expectTypeOf<Image['properties']>().toEqualTypeOf<Record<string, string>>()
  expectTypeOf<Image['created_at']>().toEqualTypeOf<string>()
})

test('what comes in headers has dates and booleans', () => {
  expectTypeOf<ImageMeta['createdAt']>().toEqualTypeOf<Date>()
  expectTypeOf<ImageMeta['isPublic']>().toEqualTypeOf<boolean>()
  expectTypeOf<ImageMeta['size']>().toEqualTypeOf<number>()
  expectTypeOf<'NEW'>().toExtend<ImageMeta['status']>()
})

test('a location is text, parts, or a list of three', () => {
  expectTypeOf<'pithos://u/c/o'>().toExtend<NewImage['location']>()
  expectTypeOf<{ account: string; container: string; object: string }>().toExtend<NewImage['location']>()
  expectTypeOf<readonly [string, string, string]>().toExtend<NewImage['location']>()
  expectTypeOf<readonly [string, string]>().not.toExtend<NewImage['location']>()
  expectTypeOf<{ name: string }>().not.toExtend<NewImage>()
})

test('orders are known, filters by more in detail', () => {
  expectTypeOf<'-size'>().toExtend<NonNullable<ListImagesOptions['order']>>()
  expectTypeOf<'owner'>().not.toExtend<NonNullable<ListImagesOptions['order']>>()
  expectTypeOf<{ isPublic: boolean }>().toExtend<ListImagesDetailOptions>()
})

test('members and what is shared are exact', () => {
  expectTypeOf<ImageMember>().toEqualTypeOf<{ member_id: string; can_share: boolean }>()
  expectTypeOf<SharedImage>().toEqualTypeOf<{ image_id: string; can_share: boolean }>()
})
