// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.check;

import io.pumpbridge.model.trust.TrustDesk;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.check.Question.BadInput;
import io.pumpbridge.trust.refusal.Refusal;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * Answers with the agent's own validator, where a command asks for it by an empty configuration; an
 * agent never does. Immediate, so that whoever waits for it finds its port there.
 */
@Component(
    name = TrustDeskComponent.PID,
    service = TrustDesk.class,
    immediate = true,
    configurationPid = TrustDeskComponent.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class TrustDeskComponent implements TrustDesk {

  static final String PID = "io.pumpbridge.trust.desk";

  private static final String BAD_INPUT = "bad-input";
  private static final String OK = "ok";

  private final Clock clock;

  @Activate
  public TrustDeskComponent() {
    this(Clock.systemUTC());
  }

  TrustDeskComponent(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Map<String, Object> check(Map<String, Object> fields) {
    Question question = new Question(fields);
    try {
      ChainQuestion.from(question, clock.instant()).judge();
      return answer(question, true, OK, "The chain is trusted.", "");
    } catch (BadInput e) {
      return answer(question, false, BAD_INPUT, String.valueOf(e.getMessage()), "");
    } catch (TrustException e) {
      return answer(question, false, e.code(), String.valueOf(e.getMessage()), e.subject());
    } catch (RuntimeException | StackOverflowError hostile) {
      // Whatever a parser did not foresee refuses this one case and ends nothing.
      return answer(question, false, BAD_INPUT, "It cannot be judged: " + hostile + ".", "");
    }
  }

  private static Map<String, Object> answer(
      Question question, boolean accept, String code, String reason, String subject) {
    Map<String, Object> answer = answer(question, accept, code, reason);
    answer.put("subject", subject);
    return answer;
  }

  @Override
  public Map<String, Object> checkSignature(Map<String, Object> fields) {
    Question question = new Question(fields);
    try {
      return SignatureQuestion.from(question).holds()
          ? answer(question, true, OK, "The signature holds.")
          : answer(
              question,
              false,
              Refusal.SIGNATURE_INVALID.code(),
              "Message, signature or key is not what was signed with.");
    } catch (BadInput e) {
      return answer(question, false, BAD_INPUT, String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, Object> answer(
      Question question, boolean accept, String code, String reason) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("id", question.id());
    answer.put("accept", accept);
    answer.put("code", code);
    answer.put("reason", reason);
    return answer;
  }
}
