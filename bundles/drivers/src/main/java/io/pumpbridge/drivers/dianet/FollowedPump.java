// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.dianet;

import io.pumpbridge.drivers.dianet.DianetReply.Identity;
import io.pumpbridge.drivers.dianet.DianetRequest.Read;
import io.pumpbridge.drivers.dianet.DianetRequest.Segment;

/**
 * The pump that answers, and by which address it is asked. What it listens to after a control was
 * given back is not published, so both are tried: none, as before, and the one it had.
 *
 * @param asked the address that it is read by
 * @param assigned the last one that we gave it; {@link DianetRequest#NO_ADDRESS} if none
 * @param mayBeHeld whether a control that the pump reports may be ours, or of a bridge that broke
 *     off before us, so that it is to be given back; only with programming enabled
 */
record FollowedPump(Identity said, int asked, int assigned, boolean mayBeHeld) {

  static FollowedPump found(Identity said, boolean programming) {
    return new FollowedPump(said, DianetRequest.NO_ADDRESS, DianetRequest.NO_ADDRESS, programming);
  }

  boolean is(Identity other) {
    return said.identNumber() == other.identNumber();
  }

  Read read(Segment what) {
    return what == Segment.IDENTITY ? Read.identity() : new Read(asked, what);
  }

  boolean hasOtherAddress() {
    return assigned != DianetRequest.NO_ADDRESS;
  }

  /** Asked by the other address, if it has two. */
  FollowedPump byOtherAddress() {
    return new FollowedPump(
        said, asked == assigned ? DianetRequest.NO_ADDRESS : assigned, assigned, mayBeHeld);
  }

  /** An address that it did not have the last time, so that late replies are told apart. */
  int freshAddress() {
    return assigned < DianetRequest.FIRST_ADDRESS || assigned >= DianetRequest.LAST_ADDRESS
        ? DianetRequest.FIRST_ADDRESS
        : assigned + 1;
  }

  FollowedPump assigned(int address) {
    return new FollowedPump(said, DianetRequest.NO_ADDRESS, address, true);
  }

  /** One attempt to give back what this session did not take is enough. */
  FollowedPump givenBack(int address) {
    return new FollowedPump(said, asked, address, false);
  }
}
