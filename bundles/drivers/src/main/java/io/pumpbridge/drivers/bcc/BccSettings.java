// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import io.pumpbridge.drivers.profile.DeviceProfile;
import java.util.Map;

/**
 * What a session goes by.
 *
 * @param profile the profile's name
 * @param model what to call a pump that does not say
 * @param types models by what GNMODEL begins with; the rest of it is the software (pages 17, 18)
 * @param alarms what an alarm's code means
 * @param replyWaitMs silence after which a request counts as unanswered
 * @param stuffing on, if the profile has escapes
 * @param pollIntervalMs from the beginning of one MEM:GET to the next, if the rack is done by then
 */
record BccSettings(
    String profile,
    String model,
    Map<String, String> types,
    Map<String, DeviceProfile.Alarm> alarms,
    long replyWaitMs,
    BccStuffing stuffing,
    int pollIntervalMs) {

  /** Before a block is acknowledged (page 9: "recommended"). */
  static final long ACKNOWLEDGE_WAIT_MS = 100;

  /** From the end of one answer to the next MEM:GET, at least (page 9). */
  static final long REST_MS = 500;

  /** A line that is silent this long in mid-frame will not finish it; wireless ones stutter. */
  static final long QUIET_MS = 500;

  /** The longest frame takes 8.6 s at 9600 baud; whoever talks longer says nothing. */
  static final long BLOCK_MS = 10_000;

  /** How often a block is asked for again; then the next cycle asks for all of them. */
  static final int RETRIES = 1;

  /** 24 pumps at most (page 5), as many errors, and the rack's own block. */
  static final int MAX_BLOCKS = 64;

  /** 24 pumps with 3 kB each, stuffed, and half of it again. */
  static final int MAX_BYTES = 128 * 1024;

  /** A full cycle of 24 pumps takes a minute at 9600 baud. */
  static final long CYCLE_MS = 120_000;

  /**
   * The block under way when that time is over is still waited for, and asked for again; then comes
   * the rest, taken twice, since ticks may be late.
   */
  private static final long SLOWEST_CYCLE_MS = CYCLE_MS + (1 + RETRIES) * BLOCK_MS + 2 * REST_MS;

  /** More pumps than 24 do not fit in a rack (page 5). */
  static final int MAX_PLACES = 32;

  /** One cycle without a pump is noise on the line; two in a row are a pump that is not there. */
  static final int CYCLES_UNTIL_LOST = 2;

  /**
   * How far two reads of a pump may lie apart: it is asked once a cycle, and a cycle without it
   * does no harm. In a fast rack it is never reached: there a pump is lost long before.
   */
  static final long READS_APART_MS = CYCLES_UNTIL_LOST * SLOWEST_CYCLE_MS;

  BccSettings {
    types = Map.copyOf(types);
    alarms = Map.copyOf(alarms);
  }

  /**
   * @throws IllegalArgumentException if the profile is not for this driver, or promises more than
   *     it does
   */
  static BccSettings from(DeviceProfile profile, int pollIntervalMs) {
    DeviceProfile.Identity identity = profile.identity();
    if (!identity.protocol().equals(BccDriver.PROTOCOL)) {
      throw new IllegalArgumentException(
          identity.name() + " is no profile of the family " + BccDriver.PROTOCOL);
    }
    if (!profile.capabilities().stream().allMatch(DeviceProfile.Capabilities::onlyMonitor)) {
      throw new IllegalArgumentException(
          identity.name() + " promises more than this driver does: it only monitors");
    }
    return new BccSettings(
        identity.name(),
        identity.model(),
        profile.deviceTypes(),
        profile.alarms(),
        profile.dialogue().replyWaitMs(),
        profile.framing().escapes().isEmpty() ? BccStuffing.OFF : BccStuffing.ON,
        pollIntervalMs);
  }

  BccVocabulary vocabulary() {
    return new BccVocabulary(this);
  }
}
