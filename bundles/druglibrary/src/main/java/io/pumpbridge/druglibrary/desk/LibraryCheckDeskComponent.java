// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.druglibrary.desk;

import io.pumpbridge.druglibrary.document.OrderReader;
import io.pumpbridge.druglibrary.library.LibraryCheck;
import io.pumpbridge.druglibrary.refusal.RefusedException;
import io.pumpbridge.druglibrary.signed.Signed;
import io.pumpbridge.model.document.DocumentException;
import io.pumpbridge.model.dose.DrugLibrary;
import io.pumpbridge.model.dose.Judgement;
import io.pumpbridge.model.dose.LibraryCheckDesk;
import io.pumpbridge.model.dose.OrderGuard;
import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.SignatureVerifier;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Reference;

/**
 * Takes a library and judges by it as a gateway would, where a command asks for it by an empty
 * configuration; an agent never does.
 */
@Component(
    name = LibraryCheckDeskComponent.PID,
    service = LibraryCheckDesk.class,
    immediate = true,
    configurationPid = LibraryCheckDeskComponent.PID,
    configurationPolicy = ConfigurationPolicy.REQUIRE)
public final class LibraryCheckDeskComponent implements LibraryCheckDesk {
  static final String PID = "io.pumpbridge.druglibrary.checkdesk";

  private static final String BAD_INPUT = "bad-input";

  private final SignatureVerifier verifier;
  private volatile Optional<DrugLibrary> inHand = Optional.empty();

  @Activate
  public LibraryCheckDeskComponent(@Reference SignatureVerifier verifier) {
    this.verifier = verifier;
  }

  @Override
  public Map<String, Object> open(byte[] signed, String hospital) {
    Map<String, Object> answer = new LinkedHashMap<>();
    try {
      LibraryCheck check =
          new LibraryCheck(verifier, Optional.of(hospital).filter(name -> !name.isEmpty()));
      Signed<DrugLibrary> verified = check.open(Bytes.of(signed));
      DrugLibrary library = verified.document();
      inHand = Optional.of(library);
      answer.put("accept", true);
      answer.put("code", "ok");
      answer.put("reason", "Two people have signed it, and it reads well.");
      answer.put("hospital", library.hospital());
      answer.put("name", library.name());
      answer.put("version", library.version());
      answer.put("sha256", verified.sha256());
      answer.put("signers", signers(verified));
      answer.put("content", verified.content().toArray());
    } catch (RefusedException e) {
      answer.put("accept", false);
      answer.put("code", e.code());
      answer.put("reason", e.reason());
      e.place().ifPresent(place -> answer.put("place", place));
    }
    return answer;
  }

  private static List<Map<String, Object>> signers(Signed<DrugLibrary> verified) {
    return verified.signers().stream()
        .map(
            signer ->
                Map.<String, Object>of(
                    "role", signer.role().wireName(), "subject", signer.subject()))
        .toList();
  }

  @Override
  public Map<String, Object> judge(Map<String, Object> order) {
    DrugLibrary library =
        inHand.orElseThrow(() -> new IllegalStateException("no library is in hand"));
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("id", order.get("id") instanceof String id ? id : "");
    try {
      Judgement judgement =
          OrderGuard.judge(Optional.of(library), OrderReader.read(OrderReader.known(order)));
      answer.putAll(judgement.toFields().toTree());
    } catch (DocumentException e) {
      answer.put("verdict", "invalid");
      answer.put("code", BAD_INPUT);
      answer.put("reason", "The order cannot be read: " + e.getMessage() + ".");
    }
    return answer;
  }
}
