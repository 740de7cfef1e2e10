// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.check;

import io.pumpbridge.model.trust.TrustDesk;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.check.Question.BadInput;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** Answers with the agent's own validator; holds nothing and needs no configuration. */
@Component(
    name = "io.pumpbridge.trust.desk",
    service = TrustDesk.class,
    configurationPolicy = ConfigurationPolicy.IGNORE)
public final class TrustDeskComponent implements TrustDesk {

  private static final String BAD_INPUT = "bad-input";
  private static final String OK = "ok";

  private final Clock clock = Clock.systemUTC();

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
    } catch (RuntimeException hostile) {
      // Whatever a parser did not foresee refuses this one case and ends nothing.
      return answer(question, false, BAD_INPUT, "It cannot be judged: " + hostile + ".", "");
    }
  }

  private static Map<String, Object> answer(
      Question question, boolean accept, String code, String reason, String subject) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("id", question.id());
    answer.put("accept", accept);
    answer.put("code", code);
    answer.put("reason", reason);
    answer.put("subject", subject);
    return answer;
  }

  @Override
  public Map<String, Object> checkSignature(Map<String, Object> fields) {
    Question question = new Question(fields);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("id", question.id());
    try {
      boolean holds = SignatureQuestion.from(question).holds();
      answer.put("accept", holds);
      answer.put("code", holds ? OK : "signature-invalid");
    } catch (BadInput e) {
      answer.put("accept", false);
      answer.put("code", BAD_INPUT);
    }
    return answer;
  }
}
