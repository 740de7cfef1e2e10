// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * One request.
 *
 * @param operation the last part of the path, for example {@code cacerts}
 * @param body what is posted, base64; empty for a GET
 * @param code shown to the server, which must be proven then
 */
record HttpQuestion(
    String operation, String accept, Optional<String> body, Optional<OneTimeCode> code) {

  static HttpQuestion get(String operation, String accept) {
    return new HttpQuestion(operation, accept, Optional.empty(), Optional.empty());
  }

  byte[] toBytes(EstServer server, String gateway) {
    StringBuilder text = new StringBuilder(1024);
    text.append(body.isPresent() ? "POST " : "GET ");
    text.append(server.path()).append('/').append(operation).append(" HTTP/1.1\r\n");
    text.append("Host: ").append(server.authority()).append("\r\n");
    text.append("Accept: ").append(accept).append("\r\n");
    text.append("Connection: close\r\n");
    code.ifPresent(one -> text.append("Authorization: ").append(one.basic(gateway)).append("\r\n"));
    body.ifPresent(
        posted ->
            text.append("Content-Type: application/pkcs10\r\n")
                // Without a meaning since RFC 8951, but servers of RFC 7030 insist on it.
                .append("Content-Transfer-Encoding: base64\r\n")
                .append("Content-Length: ")
                .append(posted.length())
                .append("\r\n"));
    text.append("\r\n");
    body.ifPresent(text::append);
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
