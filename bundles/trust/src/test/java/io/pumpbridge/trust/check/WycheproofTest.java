// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wycheproof's signature vectors, through the same door as {@code trust check --signature}. */
final class WycheproofTest {
  private static final Path FOLDER = Path.of("src/test/resources/wycheproof");

  private static String base64(Object hex) {
    return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(String.valueOf(hex)));
  }

  private static Object key(Map<?, ?> group) {
    return group.containsKey("publicKeyDer")
        ? group.get("publicKeyDer")
        : group.get("publicKeyAsn");
  }

  @ParameterizedTest
  @CsvSource({
    "ecdsa_secp256r1_sha256_test, ECDSA-SHA256, 484",
    "ecdsa_secp384r1_sha384_test, ECDSA-SHA384, 504",
    "ecdsa_secp521r1_sha512_test, ECDSA-SHA512, 542",
    "ed25519_test, Ed25519, 151",
    "rsa_pss_2048_sha256_mgf1_32_test, RSA-PSS-SHA256, 108",
    "rsa_signature_2048_sha256_test, RSA-SHA256, 259",
    "rsa_signature_3072_sha256_test, RSA-SHA256, 259"
  })
  void everyVectorIsJudgedAsItsFileSays(String file, String algorithm, int count) throws Exception {
    Map<String, Object> vectors =
        JSON.std.mapFrom(Files.readString(FOLDER.resolve(file + ".json")));
    TrustDeskComponent desk = new TrustDeskComponent();
    List<String> deviations = new ArrayList<>();
    int run = 0;
    for (Object each : (List<?>) vectors.get("testGroups")) {
      Map<?, ?> group = (Map<?, ?>) each;
      for (Object one : (List<?>) group.get("tests")) {
        Map<?, ?> test = (Map<?, ?>) one;
        Map<String, Object> answer =
            desk.checkSignature(
                Map.of(
                    "id", test.get("tcId"),
                    "algorithm", algorithm,
                    "key", base64(key(group)),
                    "message", base64(test.get("msg")),
                    "signature", base64(test.get("sig"))));
        run++;
        boolean valid = "valid".equals(test.get("result"));
        if (!Boolean.valueOf(valid).equals(answer.get("accept"))) {
          deviations.add(
              test.get("tcId")
                  + " "
                  + test.get("result")
                  + " "
                  + test.get("comment")
                  + " "
                  + test.get("flags")
                  + answer);
        }
      }
    }
    assertThat(run).isEqualTo(count);
    assertThat(deviations).isEmpty();
  }
}
