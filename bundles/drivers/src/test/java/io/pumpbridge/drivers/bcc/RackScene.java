// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import static io.pumpbridge.drivers.bcc.BccVectors.pump;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.drivers.testing.Talk;
import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.Effect.Identified;
import io.pumpbridge.model.driver.Effect.Lost;
import io.pumpbridge.model.driver.Effect.Report;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.pump.PumpIdentity;
import java.util.List;

/** A session's talk with a scripted rack, and what can be asked about it. */
final class RackScene {

  static final String GET = BccVectors.BED + "/1/1>MEM:GET";
  static final Bytes GREETING =
      Bytes.fromHex("01303030333102312f312f313e4145584d494e3a414c4956454503303030363104");

  final ScriptedRack rack = new ScriptedRack();
  final Talk talk = new Talk(BccSession.closed(BccVectors.settings()), rack);

  /** The line is opened to a rack with pumps 40864, 40865 and so on in these places. */
  void openWith(String... addresses) {
    int serial = 40_864;
    for (String address : addresses) {
      rack.put(address, pump(serial++));
    }
    talk.open();
  }

  /** Pumps 1 to 3 in the first three places are followed and nothing is under way. */
  void followThree() {
    for (int i = 1; i <= 3; i++) {
      rack.put("5011" + i, pump(i));
    }
    talk.open();
    talk.run(5_000);
    assertThat(talk.effects(Identified.class)).hasSize(3);
    talk.forget();
    rack.heard.clear();
  }

  List<String> places(Class<? extends Effect> kind) {
    return talk.effects(kind).stream()
        .map(
            effect ->
                effect instanceof Identified one
                    ? one.place()
                    : effect instanceof Lost lost ? lost.place() : ((Report) effect).place())
        .toList();
  }

  List<String> serials() {
    return talk.identified().stream().map(PumpIdentity::serialNumber).toList();
  }
}
