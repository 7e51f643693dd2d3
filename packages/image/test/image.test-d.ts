import type { List } from '@kamaki/core'
import type { LiteralUnion } from '@kamaki/core/toolkit'
import type {
  Image,
  ImageMember,
  ImageSummary,
  Images,
  ListImageSummariesOptions,
  ListImagesOptions,
  NewImage,
  SharedImage,
} from '@kamaki/image'
import { expectTypeOf, test } from 'vitest'

test('an image has one shape, in lists and by itself', () => {
  expectTypeOf<ReturnType<Images['list']>>().toEqualTypeOf<List<Image>>()
  expectTypeOf<ReturnType<Images['get']>>().toEqualTypeOf<Promise<Image>>()
  expectTypeOf<ReturnType<Images['register']>>().toEqualTypeOf<Promise<Image>>()
  expectTypeOf<ReturnType<Images['update']>>().toEqualTypeOf<Promise<Image>>()
  expectTypeOf<ReturnType<Images['waitUntil']>>().toEqualTypeOf<Promise<Image>>()
  expectTypeOf<ReturnType<Images['listSummaries']>>().toEqualTypeOf<List<ImageSummary>>()
  expectTypeOf<Image>().toExtend<ImageSummary>()
})

test('images are exact to the field', () => {
  expectTypeOf<ImageSummary>().toEqualTypeOf<{
    id: string
    name: string
    status: LiteralUnion<'AVAILABLE' | 'SAVING' | 'ERROR' | 'DELETED' | 'UNKNOWN'>
    diskFormat: LiteralUnion<'diskdump' | 'extdump' | 'ntfsdump'>
    containerFormat: LiteralUnion<'aki' | 'ari' | 'ami' | 'bare' | 'ovf'>
    size: number
  }>()
  expectTypeOf<Image['properties']>().toEqualTypeOf<Record<string, string>>()
  expectTypeOf<Image['createdAt']>().toEqualTypeOf<Date>()
  expectTypeOf<Image['isPublic']>().toEqualTypeOf<boolean>()
})

test('a location is a string, its parts, or an array of three', () => {
  expectTypeOf<'pithos://u/c/o'>().toExtend<NewImage['location']>()
  expectTypeOf<{ account: string; container: string; object: string }>().toExtend<NewImage['location']>()
  expectTypeOf<readonly [string, string, string]>().toExtend<NewImage['location']>()
  expectTypeOf<readonly [string, string]>().not.toExtend<NewImage['location']>()
  expectTypeOf<{ name: string }>().not.toExtend<NewImage>()
})

test('orders are known, and images can be filtered by more than summaries', () => {
  expectTypeOf<'-size'>().toExtend<NonNullable<ListImagesOptions['order']>>()
  expectTypeOf<'owner'>().not.toExtend<NonNullable<ListImagesOptions['order']>>()
  expectTypeOf<'createdAt'>().toExtend<NonNullable<ListImagesOptions['order']>>()
  expectTypeOf<'createdAt'>().not.toExtend<NonNullable<ListImageSummariesOptions['order']>>()
  expectTypeOf<{ isPublic: boolean }>().toExtend<ListImagesOptions>()
})

test('members and what is shared are exact', () => {
  expectTypeOf<ImageMember>().toEqualTypeOf<{ member_id: string; can_share: boolean }>()
  expectTypeOf<SharedImage>().toEqualTypeOf<{ image_id: string; can_share: boolean }>()
})
