// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.gateway;

import io.pumpbridge.model.dose.Association;
import io.pumpbridge.model.dose.Body;
import io.pumpbridge.model.dose.Concentration;
import io.pumpbridge.model.dose.DeliveryMode;
import io.pumpbridge.model.dose.DoseJudge;
import io.pumpbridge.model.dose.Judgement;
import io.pumpbridge.model.dose.Medication;
import io.pumpbridge.model.dose.ReasonCode;
import io.pumpbridge.model.dose.Verdict;
import io.pumpbridge.model.event.Event;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.health.HealthCheck;
import io.pumpbridge.model.health.HealthCheck.Health;
import io.pumpbridge.model.link.PortId;
import io.pumpbridge.model.measure.Quantity;
import io.pumpbridge.model.pump.AlarmPriority;
import io.pumpbridge.model.pump.Observation;
import io.pumpbridge.model.pump.PumpAlarm;
import io.pumpbridge.model.pump.PumpIdentity;
import io.pumpbridge.model.pump.PumpStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;

/** Pumps, readings and a judge that says what it is told; examples, not for clinical use. */
final class Examples {
  static final PumpIdentity PUMP =
      new PumpIdentity("alaris", "alaris-asena", "Asena", "8002-51740", "2.1.5");
  static final PumpIdentity OTHER_PUMP =
      new PumpIdentity("alaris", "alaris-asena", "Asena", "8002-51733", "2.1.5");
  static final PumpAlarm OCCLUSION =
      new PumpAlarm("AL_OCCLU", OptionalInt.of(196_940), AlarmPriority.HIGH, "occlusion");
  static final PumpAlarm COMPLETE =
      new PumpAlarm("AL_EOIST", OptionalInt.of(197_292), AlarmPriority.MEDIUM, "complete");

  private Examples() {}

  static Observation reading(PumpStatus status, String mlPerHour, PumpAlarm... alarms) {
    return new Observation(
        "1",
        status,
        Optional.of(Quantity.of(mlPerHour, "mL/h")),
        Optional.of(Quantity.of("0.969", "mL")),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(alarms));
  }

  static Judgement judgement(Verdict verdict, ReasonCode code, Judgement.Limit... passed) {
    return new Judgement(
        verdict, code, Optional.empty(), Optional.empty(), List.of(passed), 3, "As told.");
  }

  static Association association() {
    return association("A-1");
  }

  static Association association(String id) {
    return new Association(
        id,
        PUMP.serialNumber(),
        "1",
        new Medication(
            "norepinephrine",
            Optional.empty(),
            Optional.of(new Concentration(Quantity.of("16", "mg"), Quantity.of("250", "mL")))),
        Body.weighing(Quantity.of("70", "kg")),
        "ICU",
        DeliveryMode.CONTINUOUS,
        Instant.EPOCH,
        Instant.EPOCH.plusSeconds(60));
  }

  /** Of a part called trust. */
  static HealthCheck check(Callable<Health> answer) {
    return new HealthCheck() {
      @Override
      public String part() {
        return "trust";
      }

      @Override
      public Health check() {
        try {
          return answer.call();
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
    };
  }

  /** Keeps what a port says. */
  static PortWatch.Reports saidTo(List<Event> said) {
    return new PortWatch.Reports() {
      @Override
      public void say(PortState state, List<Event> events) {
        said.addAll(events);
      }

      @Override
      public void identified(PortId port, PumpIdentity pump) {}
    };
  }

  static List<EventName> names(List<Event> events) {
    return events.stream().map(Event::name).toList();
  }

  /** Says what it is told to say, and remembers what it was asked to drop. */
  static final class ToldJudge implements DoseJudge {
    volatile Judgement answer = judgement(Verdict.WITHIN, ReasonCode.WITHIN_LIMITS);
    final List<String> dropped = new ArrayList<>();
    final List<String> lost = new ArrayList<>();
    final List<String> careAreas = new ArrayList<>();

    @Override
    public Judgement judge(PumpIdentity pump, Observation observation) {
      return answer;
    }

    @Override
    public Judgement judge(PumpIdentity pump, Observation observation, String careArea) {
      careAreas.add(careArea);
      return answer;
    }

    @Override
    public Optional<Association> association(PumpIdentity pump, String channel) {
      return Optional.of(Examples.association());
    }

    @Override
    public List<Association> drop(PumpIdentity pump, String reason) {
      dropped.add(pump.serialNumber());
      return List.of(Examples.association());
    }

    @Override
    public void lost(PumpIdentity pump) {
      lost.add(pump.serialNumber());
    }

    @Override
    public long libraryVersion() {
      return 3;
    }
  }
}
