// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.fresenius;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pumpbridge.drivers.fresenius.FreseniusMessages.Question;
import io.pumpbridge.drivers.fresenius.FreseniusMessages.Request;
import io.pumpbridge.drivers.profile.Checksum;
import io.pumpbridge.drivers.profile.DeviceProfile;
import io.pumpbridge.drivers.profile.DeviceProfileReader;
import io.pumpbridge.drivers.profile.Framing;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.link.LineSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The shipped profile and the code say the same. */
final class FreseniusProfileTest {

  private final DeviceProfile profile = shipped(FreseniusDriver.PROFILE);

  private static DeviceProfile shipped(String name) {
    try {
      return DeviceProfileReader.readShipped(name);
    } catch (DocumentException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void theDriverTakesItsLineFromTheProfile() {
    assertThat(new FreseniusDriver(profile, 1_000).lineSettings())
        .isEqualTo(new LineSettings(19_200, 7, LineSettings.Parity.EVEN, 1));
  }

  @Test
  void anotherFamilysProfileIsRefused() {
    DeviceProfile other = shipped("alaris-asena");
    assertThatThrownBy(() -> new FreseniusDriver(other, 1_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fresenius");
  }

  @Test
  void theProfileDescribesThisFraming() {
    Framing framing = profile.framing();
    assertThat(framing.longest()).isEqualTo(FreseniusFrameReader.MAX_FRAME);
    assertThat(((Framing.Literal) framing.layout().get(0)).matches(FreseniusFrameReader.START))
        .isTrue();
    assertThat(((Framing.Literal) framing.layout().get(4)).matches(FreseniusFrameReader.END))
        .isTrue();
    assertThat(framing.fieldSeparator()).hasValue(';');
  }

  @Test
  void theProfileDescribesThisChecksum() {
    Checksum checksum = profile.checksum();
    assertThat(checksum.bits()).isEqualTo(8);
    for (String text : List.of("0DC", "1LE;d", "0LE;b", "1LP", "DC", "123456789")) {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      assertThat(FreseniusChecksum.of(bytes, 0, bytes.length))
          .isEqualTo(checksum.of(bytes, 0, bytes.length));
    }
  }

  @Test
  void theProfileListsAllThatIsEverSentAndNoMore() {
    Set<String> listed =
        profile.dialogue().requests().stream()
            .map(DeviceProfile.Request::command)
            .collect(Collectors.toSet());
    Set<String> sent =
        Stream.of(
                Request.open(""),
                Request.close(""),
                Request.type(""),
                Request.drug(""),
                Request.unwatch(""),
                Request.watch("", FreseniusVocabulary.EVENT_IDS),
                Request.values("", FreseniusVocabulary.ALL_IDS),
                Request.values("", FreseniusVocabulary.FLOW_IDS),
                new Request(Question.MODULES, "", "b"))
            .map(Request::text)
            .collect(Collectors.toSet());
    sent.addAll(List.of("E", "M"));
    assertThat(listed).isEqualTo(sent);
  }

  /** What the maker's document alone could say is left out. */
  @Test
  void nothingIsInventedAndNothingIsPromised() {
    assertThat(profile.modes()).isEmpty();
    assertThat(profile.alarms()).isEmpty();
    assertThat(profile.capabilities()).allMatch(DeviceProfile.Capabilities::onlyMonitor);
    assertThat(profile.dialogue().agreeingReads()).isEqualTo(2);
  }
}
