// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.driver.PumpSession;
import io.pumpbridge.model.driver.SessionInput;
import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.pump.PumpIdentity;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Says its name, and knows a pump by the echo. */
record WordDriver(String protocol, int probeOrder, long probeMs, PumpSession session)
    implements PumpDriver {
  WordDriver(String protocol, int probeOrder, long probeMs) {
    this(protocol, probeOrder, probeMs, new WordSession(protocol, false));
  }

  @Override
  public LineSettings lineSettings() {
    return new LineSettings(10_000 + probeOrder, 8, LineSettings.Parity.NONE, 1);
  }

  @Override
  public PumpSession newSession() {
    return session;
  }

  private record WordSession(String word, boolean isAnswered) implements PumpSession {
    @Override
    public Step on(SessionInput input) {
      if (input instanceof SessionInput.Opened) {
        return new Step(this, List.of(new Effect.Send(Bytes.of(word, StandardCharsets.US_ASCII))));
      }
      if (input instanceof SessionInput.Received received
          && received.bytes().toText(StandardCharsets.US_ASCII).equals(word)) {
        return new Step(
            new WordSession(word, true),
            List.of(new Effect.Identified(new PumpIdentity(word, word, "", "1", ""))));
      }
      return new Step(
          this,
          input instanceof SessionInput.Closed && isAnswered
              ? List.of(new Effect.Lost(Effect.LossReason.UNPLUGGED))
              : List.of());
    }

    @Override
    public String state() {
      return "word";
    }

    @Override
    public boolean isReleased() {
      return true;
    }
  }
}
