// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.described;

import io.pumpbridge.drivers.agreement.Agreement;
import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.drivers.profile.DeviceProfile.Identity.SpokenBy;
import io.pumpbridge.drivers.profile.DeviceProfile.Request;
import io.pumpbridge.drivers.profile.Field;
import io.pumpbridge.model.driver.Effect;

/**
 * What a session goes by.
 *
 * @param pollIntervalMs from one round of questions to the next; its range is checked where it is
 *     configured
 */
record DescribedSettings(DeviceProfile profile, int pollIntervalMs) {

  /** One lost round is noise on the line; two in a row are a pump that is not there. */
  static final int ROUNDS_UNTIL_LOST = 2;

  /** An identity that has not come twice alike in so many replies is no identity. */
  static final int MAX_IDENTITY_READS = 4;

  /**
   * @throws IllegalArgumentException if the profile needs a driver in Java, or its line is unproven
   */
  DescribedSettings {
    if (profile.identity().spokenBy() != SpokenBy.PROFILE) {
      throw new IllegalArgumentException(
          profile.identity().name() + " does not describe its protocol fully: it needs a driver");
    }
    if (!profile.lineTable().proven()) {
      throw new IllegalArgumentException(
          profile.identity().name()
              + ": no public source says how its line is set; the site must set it, as in '"
              + profile.identity().protocol()
              + "=9600 8N1'");
    }
  }

  FrameShape shape() {
    return new FrameShape(profile.framing(), profile.checksum());
  }

  Vocabulary vocabulary() {
    return new Vocabulary(profile);
  }

  long replyWaitMs() {
    return profile.dialogue().replyWaitMs();
  }

  boolean readsTwice() {
    return profile.dialogue().agreeingReads() > 1;
  }

  /** What two readings of such a pump agree on; nothing was read yet. */
  Agreement agreement() {
    return profile.fields().stream().anyMatch(field -> field.name() == Field.Name.RATE)
        ? Agreement.none()
        : Agreement.ofUntoldRate();
  }

  Effect send(Request request) {
    return new Effect.Send(shape().encode(request.command()));
  }

  /** A line that echoes is no pump. */
  boolean isReply(Request request, String text) {
    return !text.equals(request.command()) && request.reply().matches(text);
  }
}
