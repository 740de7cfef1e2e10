// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.simulators;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.simulators.pump.PumpSimulator;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SimulatorsTest {

  @Test
  void eachProtocolHasASimulatorThatSaysSoAndStandsStill() {
    for (String protocol : Simulators.protocols()) {
      PumpSimulator pump =
          Simulators.find(protocol).orElseThrow().apply(Simulators.exampleSerial(protocol));
      assertThat(pump.protocol()).isEqualTo(protocol);
      assertThat(pump.pumps())
          .as(protocol)
          .isNotEmpty()
          .allSatisfy(bedside -> assertThat(bedside.truth(0).running()).isFalse());
    }
    assertThat(Simulators.find("none")).isEmpty();
  }

  /** Whatever comes down the line, nobody starts. */
  @Test
  void noiseStartsNoPump() {
    Random random = new Random(7);
    for (String protocol : Simulators.protocols()) {
      PumpSimulator pump =
          Simulators.find(protocol).orElseThrow().apply(Simulators.exampleSerial(protocol));
      for (int i = 0; i < 2_000; i++) {
        byte[] noise = new byte[random.nextInt(40)];
        random.nextBytes(noise);
        pump.receive(Bytes.of(noise), 10L * i);
      }
      assertThat(pump.pumps())
          .allSatisfy(bedside -> assertThat(bedside.truth(20_000).running()).isFalse());
    }
  }
}
