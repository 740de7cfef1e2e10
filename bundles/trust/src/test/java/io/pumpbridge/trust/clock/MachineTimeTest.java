// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.trust.timeservice.Statement;
import io.pumpbridge.trust.timeservice.TimeService;
import io.pumpbridge.trust.timeservice.TimeSource;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who is asked, and what becomes of the answers. */
final class MachineTimeTest {
  private final Map<TimeSource, Statement> answers = new EnumMap<>(TimeSource.class);
  private final List<TimeSource> asked = new ArrayList<>();
  private final MachineTime time =
      new MachineTime(
          List.of(
              service(TimeSource.TIMESYNCD),
              service(TimeSource.CHRONY),
              service(TimeSource.KERNEL)),
          Clock.systemUTC());

  private TimeService service(TimeSource source) {
    return new TimeService() {
      @Override
      public TimeSource source() {
        return source;
      }

      @Override
      public Statement ask(Instant now) {
        asked.add(source);
        return answers.getOrDefault(
            source, new Statement(source, Statement.Answer.SILENT, java.util.Optional.empty()));
      }
    };
  }

  @Test
  void nobodyVouchesBeforeAnybodyWasAsked() {
    assertThat(time.get().synchronised()).isFalse();
    assertThat(time.get().said()).isEmpty();
  }

  @Test
  void whereNobodyKnowsAllAreAskedAndItIsNotSynchronised() {
    time.look();
    assertThat(asked).containsExactly(TimeSource.TIMESYNCD, TimeSource.CHRONY, TimeSource.KERNEL);
    assertThat(time.get().synchronised()).isFalse();
    assertThat(time.get().said()).hasSize(3);
  }

  @Test
  void asSoonAsOneVouchesTheRestIsNotAsked() {
    answers.put(TimeSource.CHRONY, Statement.synchronised(TimeSource.CHRONY));
    time.look();
    assertThat(asked).containsExactly(TimeSource.TIMESYNCD, TimeSource.CHRONY);
    RawTime first = time.get();
    assertThat(first.synchronised()).isTrue();
    assertThat(time.get().monotonicMs()).isGreaterThanOrEqualTo(first.monotonicMs());
    time.look();
    assertThat(asked).as("it is not time yet").hasSize(2);
  }

  @Test
  void anInterruptionEndsALook() throws Exception {
    MachineTime hanging =
        new MachineTime(
            List.of(
                new TimeService() {
                  @Override
                  public TimeSource source() {
                    return TimeSource.CHRONY;
                  }

                  @Override
                  public Statement ask(Instant now) throws InterruptedException {
                    throw new InterruptedException();
                  }
                },
                service(TimeSource.KERNEL)),
            Clock.systemUTC());
    hanging.look();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(asked).isEmpty();
    assertThat(hanging.get().synchronised()).isFalse();
  }
}
