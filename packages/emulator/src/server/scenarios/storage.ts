import { formatValue, rejectInput } from '../../base/input.ts'
import type { Image } from '../../image/model.ts'
import type { WholeCloud } from '../whole-cloud.ts'
import type { Kind } from './kind.ts'
import { DONE } from './kind.ts'
import { userCalled } from './lookup.ts'

export const failVolume: Kind<'failVolume'> = {
  title: 'A volume ends in ERROR',
  required: [],
  optional: ['volume', 'user', 'times'],
  start({ cloud, options, struck, count }) {
    const { volume: called, user, times = 1 } = options
    const there = cloud.volumes.all().find(({ id, deleted }) => !deleted && String(id) === String(called))
    if (there) {
      cloud.volumes.fail(there)
      struck()
      return DONE
    }
    const owner = user === undefined ? undefined : userCalled(cloud, user).uuid
    const isOver = () => count() >= times
    return {
      isOver,
      volumeCreated(volume) {
        const matches =
          (called === undefined || volume.name === called) && (owner === undefined || volume.owner === owner)
        if (isOver() || !matches) return false
        struck()
        cloud.volumes.failLater(volume)
        return true
      },
    }
  },
}

export const deleteImage: Kind<'deleteImage'> = {
  title: 'An image is deleted under way',
  required: ['image'],
  optional: ['when'],
  start({ cloud, options, struck }) {
    const image = imageCalled(cloud, options.image)
    const remove = () => {
      struck()
      const object = cloud.pithos.objectByUuid(image.id)
      if (object) cloud.pithos.deleteObject(object.account, object)
    }
    if (options.when !== 'build') {
      remove()
      return DONE
    }
    const failing = new Set<number>()
    let gone = false
    return {
      isOver: () => gone && failing.size === 0,
      buildBegins(server) {
        if (gone || server.imageId !== image.id) return
        gone = true
        failing.add(server.id)
        remove()
      },
      buildFailure(server) {
        if (!failing.delete(server.id)) return undefined
        return { message: 'The image does not exist any more.', details: `Image '${image.id}' not found` }
      },
    }
  },
}

/** @throws {EmulatorArgumentError} */
function imageCalled(cloud: WholeCloud, called: string): Image {
  const all = cloud.images.all()
  const found = all.find(({ id }) => id === called) ?? all.find(({ name }) => name === called)
  return found ?? rejectInput('image', `must be the id or name of an image; got ${formatValue(called)}`)
}
