// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.alaris;

import io.pumpbridge.drivers.alaris.AlarisRequests.Command;
import io.pumpbridge.drivers.alaris.AlarisRequests.Control;
import io.pumpbridge.drivers.alaris.AlarisRequests.Read;
import io.pumpbridge.drivers.alaris.AlarisRequests.Request;
import io.pumpbridge.model.driver.Programme;
import io.pumpbridge.model.driver.ProgrammeOutcome.Reason;
import io.pumpbridge.model.measure.Quantity;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One step of a programme: what is asked, and how a reply is judged. No step is ever sent twice: a
 * second reply could pass for the answer to the next question.
 */
sealed interface Act {

  Request request();

  /**
   * What a valid frame means to this step, by its body. Total: any text gives a verdict.
   *
   * @param fields of it, without padding; the first is the command
   */
  Verdict judge(String body, List<String> fields);

  /** Why the programme ends if nothing answers. */
  default Reason silence() {
    return Reason.NO_ANSWER;
  }

  /** What a reply does to the programme. */
  sealed interface Verdict {
    /** It answers something else, or is our own words come back. */
    record NotMine() implements Verdict {}

    record Good() implements Verdict {}

    record Bad(Reason reason, String sentence) implements Verdict {}
  }

  Verdict NOT_MINE = new Verdict.NotMine();
  Verdict GOOD = new Verdict.Good();

  /**
   * All steps of a programme that has been checked, in order. The first reply to the syringe's
   * limit proves that no older INF reply is on its way (a pump answers in order); the INF between a
   * write and its read-back proves the same of the write's echo, which looks like the read-back.
   */
  static List<Act> plan(Programme programme, Control control, String serialNumber) {
    BigDecimal rate = onWire(programme.rate(), Control.RATE_DECIMALS);
    List<Act> acts = new ArrayList<>();
    acts.add(new FitsSyringe(control.readSyringeLimit(), rate));
    acts.add(new StandsStill());
    acts.add(new Take(control.take(serialNumber)));
    addWrite(acts, control.writeRate(rate), control.readRate());
    programme
        .volumeToBeInfused()
        .map(volume -> onWire(volume, Control.VOLUME_DECIMALS))
        .ifPresent(ml -> addWrite(acts, control.writeVolume(ml), control.readVolume()));
    return List.copyOf(acts);
  }

  private static void addWrite(List<Act> acts, Command write, Command read) {
    acts.add(new StandsStill());
    acts.add(new Write(write));
    acts.add(new StandsStill());
    acts.add(new ReadBack(read, write));
  }

  private static BigDecimal onWire(Quantity quantity, int decimals) {
    return ProgrammeCheck.onWire(quantity.value(), decimals).orElseThrow();
  }

  /** Reads INF: the same pump, on hold, nothing flows, no alarm. Judged by the session. */
  record StandsStill() implements Act {
    @Override
    public Request request() {
      return Read.INFUSION;
    }

    @Override
    public Verdict judge(String body, List<String> fields) {
      return NOT_MINE;
    }
  }

  /** {@code INF_RATE_MAX_SYRINGE^1200.00^ml/h}. */
  record FitsSyringe(Command request, BigDecimal rate) implements Act {
    @Override
    public Verdict judge(String body, List<String> fields) {
      if (fields.size() != 3 || !fields.get(0).equals(request.body())) {
        return NOT_MINE;
      }
      Optional<BigDecimal> most = Quantity.decimalFrom(fields.get(1));
      if (most.isEmpty() || !fields.get(2).equals("ml/h")) {
        return new Verdict.Bad(Reason.OUT_OF_RANGE, "What the syringe allows cannot be read.");
      }
      return rate.compareTo(most.get()) <= 0
          ? GOOD
          : new Verdict.Bad(
              Reason.OUT_OF_RANGE,
              "The syringe allows " + most.get().toPlainString() + " mL/h at most.");
    }
  }

  /**
   * {@code REMOTE_CTRL^ENABLED^****^PERMIT^0^ms}. How a pump refuses is not published; whatever is
   * not this is a refusal.
   */
  record Take(Command request) implements Act {
    private static final String COMMAND = "REMOTE_CTRL";

    @Override
    public Verdict judge(String body, List<String> fields) {
      if (!fields.get(0).equals(COMMAND) || body.equals(request.body())) {
        return NOT_MINE;
      }
      return permits(fields, "ENABLED")
          ? GOOD
          : new Verdict.Bad(
              Reason.CONTROL_REFUSED, "The pump does not give its control away: " + body);
    }

    @Override
    public Reason silence() {
      return Reason.CONTROL_REFUSED;
    }

    /** Whether the pump permits what was asked; the masked code and the time mean nothing to us. */
    static boolean permits(List<String> fields, String what) {
      return fields.size() == 6
          && fields.get(0).equals(COMMAND)
          && fields.get(1).equals(what)
          && fields.get(3).equals("PERMIT");
    }
  }

  /** Changes a setting; the reply repeats it, word by word. */
  record Write(Command request) implements Act {
    @Override
    public Verdict judge(String body, List<String> fields) {
      if (!fields.get(0).equals(command(request))) {
        return NOT_MINE;
      }
      return body.equals(request.body())
          ? GOOD
          : new Verdict.Bad(
              Reason.REFUSED_BY_PUMP, "The pump answered " + body + " to " + request.body() + ".");
    }
  }

  /**
   * Reads a setting. Its reply must look as the write's echo does, which is all that is published:
   * the number exactly as large, every other field the same.
   */
  record ReadBack(Command request, Command written) implements Act {
    @Override
    public Verdict judge(String body, List<String> fields) {
      if (!fields.get(0).equals(request.body()) || fields.size() == 1) {
        return NOT_MINE; // another command, or our question come back
      }
      return isSame(fields, List.of(written.body().split("\\^", -1)))
          ? GOOD
          : new Verdict.Bad(
              Reason.READ_BACK_DIFFERS,
              "The pump says " + body + " where " + written.body() + " was written.");
    }

    private static boolean isSame(List<String> read, List<String> wanted) {
      if (read.size() != wanted.size()) {
        return false;
      }
      boolean same = true;
      for (int i = 0; i < wanted.size(); i++) {
        Optional<BigDecimal> number = Quantity.decimalFrom(wanted.get(i));
        same &=
            number.isPresent()
                ? Quantity.decimalFrom(read.get(i))
                    .filter(other -> other.compareTo(number.get()) == 0)
                    .isPresent()
                : read.get(i).equals(wanted.get(i));
      }
      return same;
    }
  }

  private static String command(Request request) {
    return request.body().substring(0, request.body().indexOf('^'));
  }
}
