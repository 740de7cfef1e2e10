// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import static io.pumpbridge.gateway.Examples.OCCLUSION;
import static io.pumpbridge.gateway.Examples.OTHER_PUMP;
import static io.pumpbridge.gateway.Examples.PUMP;
import static io.pumpbridge.gateway.Examples.reading;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.pumpbridge.model.driver.Effect;
import io.pumpbridge.model.driver.PumpDriver;
import io.pumpbridge.model.driver.PumpSession;
import io.pumpbridge.model.driver.SessionInput;
import io.pumpbridge.model.link.LineSettings;
import io.pumpbridge.model.pump.PumpStatus;
import java.util.ArrayList;
import java.util.List;

/** I identifies, J another pump, R reports an infusion, A an alarm, ! is a bug. */
final class LetterDriver implements PumpDriver {
  @Override
  public String protocol() {
    return "letters";
  }

  @Override
  public LineSettings lineSettings() {
    return new LineSettings(9_600, 8, LineSettings.Parity.NONE, 1);
  }

  @Override
  public int probeOrder() {
    return 1;
  }

  @Override
  public long probeMs() {
    return 5_000;
  }

  @Override
  public PumpSession newSession() {
    return new LetterSession();
  }

  private record LetterSession() implements PumpSession {
    @Override
    public Step on(SessionInput input) {
      List<Effect> effects = new ArrayList<>();
      if (input instanceof SessionInput.Received received) {
        String letters = received.bytes().toText(US_ASCII);
        if (letters.contains("I")) {
          effects.add(new Effect.Identified(PUMP));
        }
        if (letters.contains("J")) {
          effects.add(new Effect.Identified(OTHER_PUMP));
        }
        if (letters.contains("R")) {
          effects.add(new Effect.Report(reading(PumpStatus.INFUSING, "5.00")));
        }
        if (letters.contains("A")) {
          effects.add(new Effect.Report(reading(PumpStatus.ALARM, "0.00", OCCLUSION)));
        }
        if (letters.contains("!")) {
          throw new IllegalStateException("a bug in the driver");
        }
      }
      return new Step(this, effects);
    }

    @Override
    public String state() {
      return "letters";
    }

    @Override
    public boolean isAnswered() {
      return true;
    }

    @Override
    public boolean isReleased() {
      return true;
    }
  }
}
