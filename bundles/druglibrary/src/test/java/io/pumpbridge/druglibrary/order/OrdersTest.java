// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.order;

import static io.pumpbridge.druglibrary.order.OrderLab.ID;
import static io.pumpbridge.druglibrary.order.OrderLab.ORDER;
import static io.pumpbridge.druglibrary.order.OrderLab.dosed;
import static io.pumpbridge.druglibrary.order.OrderLab.signed;
import static io.pumpbridge.druglibrary.order.OrderLab.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.pumpbridge.druglibrary.lab.Examples;
import io.pumpbridge.druglibrary.lab.Fakes;
import io.pumpbridge.model.command.Answer;
import io.pumpbridge.model.command.Command;
import io.pumpbridge.model.document.Fields;
import io.pumpbridge.model.driver.ProgrammeOutcome.Failed;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.model.driver.ProgrammeOutcome.Refused;
import io.pumpbridge.model.driver.PumpProgrammer;
import io.pumpbridge.model.event.EventName;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.time.ClockQuality;
import io.pumpbridge.model.trust.SignerRole;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OrdersTest {
  private static final String OVERRIDE =
      "\"override\": {\"by\": \"Dr. Example\", \"reason\": \"shock\"}, ";

  private final OrderLab lab = new OrderLab();

  private void assertRefused(Answer answer, String code, String piv) throws Exception {
    assertThat(answer.body().text("code")).isEqualTo(code);
    assertThat(answer.body().text("ending")).isEqualTo("refused");
    assertThat(answer.body().findFlag("accepted")).contains(false);
    assertThat(answer.body().findText("piv").orElse("")).isEqualTo(piv);
    Fields event = lab.journal.last(EventName.ORDER_REFUSED);
    assertThat(event.text("code")).isEqualTo(code);
    assertThat(event.findText("piv").orElse("")).isEqualTo(piv);
  }

  private void assertUntouched(Answer answer, String code, String piv) throws Exception {
    assertRefused(answer, code, piv);
    assertThat(lab.pump.set).as(code).isEmpty();
  }

  // The four endings

  @Test
  void aGoodOrderIsProgrammedAtAStepOfThePumpAndTold() throws Exception {
    Answer answer = lab.send(ORDER);
    assertThat(answer.status()).isEqualTo(Answer.Status.OK);
    assertThat(answer.body().text("code")).isEqualTo("order-programmed");
    assertThat(answer.body().text("order")).isEqualTo(ID);
    assertThat(lab.pump.set).containsExactly(ID + " 6.56 mL/h 50 mL");
    Fields event = lab.journal.last(EventName.ORDER_PROGRAMMED);
    assertThat(event.text("order")).isEqualTo(ID);
    assertThat(event.text("pump_serial")).isEqualTo("800200123");
    assertThat(event.text("channel")).isEqualTo("1");
    assertThat(event.quantity("rate").toString()).isEqualTo("6.56 mL/h");
    assertThat(event.quantity("dose").unit().ucum()).isEqualTo("ug/kg/min");
    assertThat(event.whole("library_version")).isEqualTo(3);
    assertThat(event.toString()).doesNotContain("enc-4711").doesNotContain("\"70\"");
  }

  @Test
  void anOrderThatIsOverdueExpiresUntouched() throws Exception {
    lab.clock.pass(Duration.ofMinutes(10));
    Answer answer = lab.send(ORDER);
    assertThat(answer.body().text("code")).isEqualTo("order-expired");
    assertThat(answer.body().text("ending")).isEqualTo("expired");
    assertThat(answer.body().text("piv")).isEqualTo("9022");
    assertThat(lab.journal.last(EventName.ORDER_EXPIRED).text("order")).isEqualTo(ID);
    assertThat(lab.pump.set).isEmpty();
  }

  @Test
  void anOrderThatExpiresWhileThePumpIsBusyIsNotTriedAgain() throws Exception {
    lab.pump.outcomes.add(new Refused(Reason.BUSY, "Busy."));
    lab.pump.meanwhile = () -> lab.clock.pass(Duration.ofMinutes(10));
    assertThat(lab.send(ORDER).body().text("code")).isEqualTo("order-expired");
    assertThat(lab.pump.set).hasSize(1);
  }

  @Test
  void aReadBackThatDiffersIsAFailureThatSomebodyMustLookAt() throws Exception {
    lab.pump.outcomes.add(new Failed(Reason.READ_BACK_DIFFERS, "It holds 5 mL/h."));
    Answer answer = lab.send(ORDER);
    assertThat(answer.status()).isEqualTo(Answer.Status.ERROR);
    assertThat(answer.body().text("code")).isEqualTo("read-back-differs");
    assertThat(answer.body().text("ending")).isEqualTo("failed");
    Fields event = lab.journal.last(EventName.ORDER_FAILED);
    assertThat(event.text("reason")).contains("look at the pump");
    assertThat(event.quantity("rate").toString()).isEqualTo("6.56 mL/h");
  }

  // Who and for whom

  @Test
  void whatIsNotAnOrderForThisGatewayIsRefused() throws Exception {
    Bytes wrongRole = Fakes.Signing.sign(ORDER, SignerRole.PUMP_SERVER);
    assertUntouched(lab.sendSigned(wrongRole), "signer-missing", "");
    assertUntouched(lab.sendSigned(Examples.bytes(ORDER)), "malformed", "");
    byte[] flipped = signed(ORDER).toArray();
    flipped[flipped.length - 20] ^= 1;
    assertUntouched(lab.sendSigned(Bytes.of(flipped)), "signature-invalid", "");
    assertUntouched(lab.sendSigned(Bytes.of(new byte[70_000])), "order-too-large", "");
    assertUntouched(lab.send(with("gw-1", "gw-2")), "order-other-gateway", "");
    assertUntouched(lab.send(with("Example Hosp", "Other Hosp")), "order-other-hospital", "");
    assertUntouched(lab.send(Examples.ASSOCIATION), "order-malformed", "");
    assertUntouched(lab.send(with("continuous", "bolus")), "order-malformed", "");
    assertThat(lab.send(ORDER).body().text("code")).isEqualTo("order-programmed");
  }

  @Test
  void anOrderForAPumpThatIsNotHereIsRefused() throws Exception {
    assertUntouched(lab.send(with("800200123", "800200124")), "pump-offline", "9007");
  }

  @Test
  void whatTheGatewayKnowsOfThePumpDecides() throws Exception {
    int count = 0;
    for (Map.Entry<PumpProgrammer.Found, String> one :
        Map.<PumpProgrammer.Found, String>of(
                new PumpProgrammer.Offline(), "pump-offline",
                new PumpProgrammer.NoSuchChannel(), "wrong-channel",
                new PumpProgrammer.OnlyListenedTo(), "programming-not-possible")
            .entrySet()) {
      lab.pump.found = Optional.of(one.getKey());
      Answer answer = lab.send(with(ID, "o-" + count++));
      assertThat(answer.body().text("code")).isEqualTo(one.getValue());
    }
    assertThat(lab.pump.set).isEmpty();
  }

  @Test
  void anOrderForAnotherEncounterThanTheChannelsIsRefused() throws Exception {
    lab.encounter = Optional.of("enc-4712");
    assertUntouched(lab.send(ORDER), "wrong-patient-reference", "9012");
    lab.encounter = Optional.of("enc-4711");
    assertThat(lab.send(with(ID, "o-2")).body().text("code")).isEqualTo("order-programmed");
  }

  // When

  @Test
  void withoutATimeServiceNoOrderIsCarriedOut() throws Exception {
    for (ClockQuality quality : new ClockQuality[] {ClockQuality.HOLDOVER, ClockQuality.FLOOR}) {
      lab.clock.quality = quality;
      assertUntouched(lab.send(with(ID, "o-" + quality)), "clock-untrusted", "");
    }
    lab.clock.quality = ClockQuality.SYNCHRONISED;
    assertRefused(lab.send(with(ID, "o-HOLDOVER")), "order-replayed", "");
  }

  @Test
  void anOrderFromTheFutureOrForHoursIsRefused() throws Exception {
    String later = with("T11:59:00Z", "T12:05:01Z");
    assertUntouched(lab.send(later), "order-from-future", "9004");
    String sooner = Examples.with(with("T11:59:00Z", "T12:05:00Z"), ID, "o-2");
    assertThat(lab.send(sooner).body().text("code")).isEqualTo("order-programmed");
    assertRefused(
        lab.send(Examples.with(with("T12:10:00Z", "T12:29:01Z"), ID, "o-3")),
        "order-too-long",
        "9004");
  }

  // How much

  @Test
  void theLibraryInForceHasTheLastWord() throws Exception {
    assertUntouched(lab.send(dosed("2.1", OVERRIDE)), "hard-limit-passed", "9024");
    assertUntouched(lab.send(Examples.with(dosed("0.6", ""), ID, "o-2")), "soft-limit-passed", "");
    assertUntouched(
        lab.send(Examples.with(with("norepinephrine", "dopamine"), ID, "o-3")),
        "drug-unknown",
        "9010");
    lab.library = Optional.empty();
    assertUntouched(lab.send(with(ID, "o-4")), "no-library", "");
    assertThat(lab.journal.last(EventName.ORDER_REFUSED).text("verdict")).isEqualTo("cannot-judge");
  }

  @Test
  void aSoftLimitIsPassedOnlyBySomebodyWhereTheCareAreaAllows() throws Exception {
    assertThat(lab.send(dosed("0.6", OVERRIDE)).body().text("code")).isEqualTo("order-programmed");
    Fields event = lab.journal.last(EventName.ORDER_PROGRAMMED);
    assertThat(event.text("verdict")).isEqualTo("soft-high");
    assertThat(event.text("overridden_by")).isEqualTo("Dr. Example");
    assertThat(event.text("judgement")).contains("above the soft limit of 0.5 ug/kg/min");
    lab.library = OrderLab.library(Examples.with(Examples.LIBRARY, "may-be-overridden", "hold"));
    assertRefused(
        lab.send(Examples.with(dosed("0.6", OVERRIDE), ID, "o-2")), "override-not-allowed", "");
    assertThat(lab.pump.set).hasSize(1);
  }

  @Test
  void whatThePumpsStepsCannotExpressIsNotRoundedAcross() throws Exception {
    lab.pump.step = "5";
    assertUntouched(lab.send(ORDER), "rounding-too-coarse", "9005");
    lab.pump.step = "0.01";
    assertUntouched(
        lab.send(Examples.with(with("\"50\"", "\"50.05\""), ID, "o-2")),
        "volume-not-in-steps",
        "9005");
  }

  // What the pump says

  @Test
  void whatTheCommandMachineRefusesIsRefusedWithItsReason() throws Exception {
    Map<Reason, String> codes =
        Map.of(
            Reason.NOT_STOPPED, "pump-not-stopped",
            Reason.NOT_ENABLED, "programming-not-possible",
            Reason.NOT_SUPPORTED, "programming-not-possible",
            Reason.NOT_FOLLOWED, "pump-offline",
            Reason.OUT_OF_RANGE, "out-of-range",
            Reason.NOT_IN_STEPS, "not-in-steps",
            Reason.CONTROL_REFUSED, "control-refused",
            Reason.REFUSED_BY_PUMP, "refused-by-pump",
            Reason.CHANGED_UNDER_WAY, "changed-under-way",
            Reason.LOST, "pump-offline");
    for (Map.Entry<Reason, String> one : codes.entrySet()) {
      lab.pump.outcomes.add(new Refused(one.getKey(), "No."));
      Answer answer = lab.send(with(ID, "o-" + one.getKey()));
      assertThat(answer.body().text("code")).isEqualTo(one.getValue());
      assertThat(answer.body().text("ending")).isEqualTo("refused");
    }
    assertThat(lab.pump.set).hasSameSizeAs(codes.entrySet());
  }

  @Test
  void aPumpThatIsBusyForAMomentIsAskedAgainAndNotForEver() throws Exception {
    lab.pump.outcomes.add(new Refused(Reason.BUSY, "Busy."));
    lab.pump.outcomes.add(new Refused(Reason.NO_ANSWER, "It missed an answer."));
    assertThat(lab.send(ORDER).body().text("code")).isEqualTo("order-programmed");
    assertThat(lab.pump.set).hasSize(3);
    for (int i = 0; i < 100; i++) {
      lab.pump.outcomes.add(new Refused(Reason.BUSY, "Busy."));
    }
    assertRefused(lab.send(with(ID, "o-2")), "pump-busy", "9015");
    assertThat(lab.pump.outcomes).hasSizeBetween(75, 80);
  }

  @Test
  void oneOrderAtATimeIsCarriedOutOnAChannel() throws Exception {
    Answer[] second = new Answer[1];
    lab.pump.meanwhile =
        () -> {
          lab.pump.meanwhile = () -> {};
          second[0] = lab.send(with(ID, "o-2"));
        };
    assertThat(lab.send(ORDER).body().text("code")).isEqualTo("order-programmed");
    assertThat(second[0].body().text("code")).isEqualTo("order-channel-busy");
    assertThat(lab.pump.set).hasSize(1);
  }

  @Test
  void anInterruptedOrderHasFailedAndIsNotTriedAgain() throws Exception {
    lab.pump.interrupting = true;
    Answer answer = lab.send(ORDER);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(answer.body().text("code")).isEqualTo("order-interrupted");
    assertThat(answer.body().text("ending")).isEqualTo("failed");
    assertRefused(lab.send(ORDER), "order-replayed", "");
  }

  @Test
  void aBugInTheCommandMachineIsAFailureThatIsTold() throws Exception {
    lab.pump.meanwhile =
        () -> {
          throw new IllegalStateException("a bug");
        };
    assertThat(lab.send(ORDER).body().text("code")).isEqualTo("internal");
    assertThat(lab.journal.last(EventName.ORDER_FAILED).text("order")).isEqualTo(ID);
  }

  @Test
  void anOrderIsSentWithExecOnly() throws Exception {
    Answer answer =
        OrderHandler.of(null, null)
            .handle(new Command("r1", Command.Verb.PUT, "order", signed(ORDER)));
    assertThat(answer.body().text("code")).isEqualTo("verb-not-supported");
  }
}
