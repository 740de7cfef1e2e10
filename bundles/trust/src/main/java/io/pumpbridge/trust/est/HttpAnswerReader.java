// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.est;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one answer of HTTP/1.1 (RFC 9112), strictly: what two readers could understand differently
 * is refused, and everything is bounded before it is kept.
 */
final class HttpAnswerReader {
  private static final Logger log = LoggerFactory.getLogger(HttpAnswerReader.class);

  /** A header line that EST servers send has a hundred characters or two. */
  private static final int MAX_LINE = 4_096;

  private static final int MAX_HEADERS = 64;

  /** 32 certificates of 4 KiB in base64, twice. */
  static final int MAX_BODY = 384 * 1024;

  /** Enough for the sentence that comes with a refusal. */
  private static final int MAX_REFUSAL_BODY = 2_048;

  private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 ([2-5]\\d\\d)(?: .*)?");
  private static final Pattern HEADER =
      Pattern.compile("([!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}):[ \\t]*(.*?)[ \\t]*");
  private static final Pattern LENGTH = Pattern.compile("\\d{1,9}");
  private static final Pattern CHUNK = Pattern.compile("([0-9A-Fa-f]{1,7})(?:[ \\t]*;.*)?");

  /** Twice in one answer, each reader would choose for itself. */
  private static final Set<String> ONCE =
      Set.of("content-length", "content-type", "transfer-encoding", "retry-after", "location");

  private final InputStream in;

  /**
   * @param in buffered; its owner bounds the time
   */
  HttpAnswerReader(InputStream in) {
    this.in = in;
  }

  HttpAnswer read() throws IOException, TrustException {
    String first = line();
    Matcher statusLine = STATUS_LINE.matcher(first);
    if (!statusLine.matches()) {
      throw malformed("it does not begin as HTTP/1.1");
    }
    int status = Integer.parseInt(statusLine.group(1));
    Map<String, String> headers = headers();
    if (headers.containsKey("content-length") && headers.containsKey("transfer-encoding")) {
      throw malformed("it has two lengths");
    }
    Bytes body = status == 200 ? wholeBody(headers) : beginningOfBody(status, headers);
    return new HttpAnswer(status, headers, body);
  }

  private Map<String, String> headers() throws IOException, TrustException {
    Map<String, String> headers = new HashMap<>();
    int count = 0;
    for (String line = line(); !line.isEmpty(); line = line()) {
      count++;
      Matcher header = HEADER.matcher(line);
      if (count > MAX_HEADERS || !header.matches()) {
        throw malformed("its headers are too many or no headers");
      }
      String name = header.group(1).toLowerCase(Locale.ROOT);
      if (headers.putIfAbsent(name, header.group(2)) != null && ONCE.contains(name)) {
        throw malformed("it has " + name + " twice");
      }
    }
    return headers;
  }

  /** Up to CR LF, without them. */
  private String line() throws IOException, TrustException {
    StringBuilder line = new StringBuilder();
    for (int octet = next(); ; octet = next()) {
      if (octet == '\r') {
        if (next() != '\n') {
          throw malformed("a line of it ends wrongly");
        }
        return line.toString();
      }
      boolean isText = octet == '\t' || (octet >= ' ' && octet != 0x7f);
      if (!isText || line.length() == MAX_LINE) {
        throw malformed("a line of it is too long or no text");
      }
      line.append((char) octet);
    }
  }

  private int next() throws IOException {
    int octet = in.read();
    if (octet < 0) {
      throw new EOFException("the server hung up in the middle of its answer");
    }
    return octet;
  }

  private Bytes wholeBody(Map<String, String> headers) throws IOException, TrustException {
    if (headers.containsKey("transfer-encoding")) {
      requireChunked(headers);
      return chunks(MAX_BODY, true);
    }
    int length = length(headers);
    if (length > MAX_BODY) {
      throw tooLarge();
    }
    byte[] body = in.readNBytes(length);
    if (body.length < length) {
      throw malformed("it announced " + length + " bytes and sent " + body.length);
    }
    return Bytes.of(body);
  }

  private static int length(Map<String, String> headers) throws TrustException {
    String length = headers.get("content-length");
    if (length == null || !LENGTH.matcher(length).matches()) {
      throw malformed("it does not say how long it is");
    }
    return Integer.parseInt(length);
  }

  private static void requireChunked(Map<String, String> headers) throws TrustException {
    if (!"chunked".equalsIgnoreCase(headers.get("transfer-encoding"))) {
      throw malformed("it is encoded in a way that nobody asked for");
    }
  }

  /** Chunks (RFC 9112, 7.1); what follows the last one is nobody's business. */
  private Bytes chunks(int limit, boolean refuseMore) throws IOException, TrustException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      Matcher size = CHUNK.matcher(line());
      if (!size.matches()) {
        throw malformed("a chunk of it has no size");
      }
      int length = Integer.parseInt(size.group(1), 16);
      int room = limit - body.size();
      if (length > room && refuseMore) {
        throw tooLarge();
      }
      byte[] chunk = in.readNBytes(Math.min(length, room));
      body.writeBytes(chunk);
      boolean isEnough = length >= room && !refuseMore;
      if (length == 0 || isEnough) {
        return Bytes.of(body.toByteArray());
      }
      if (chunk.length < length || !line().isEmpty()) {
        throw malformed("a chunk of it is shorter than it says");
      }
    }
  }

  /** Whatever is wrong with it, the status has been heard and is what counts. */
  private Bytes beginningOfBody(int status, Map<String, String> headers) throws TrustException {
    if (status == 204 || status == 304) {
      return Bytes.of(new byte[0]);
    }
    try {
      if (headers.containsKey("transfer-encoding")) {
        return chunks(MAX_REFUSAL_BODY, false);
      }
      int length = headers.containsKey("content-length") ? length(headers) : MAX_REFUSAL_BODY;
      return Bytes.of(in.readNBytes(Math.min(length, MAX_REFUSAL_BODY)));
    } catch (IOException broken) {
      log.debug("the text that came with a refusal is lost status={}", status, broken);
      return Bytes.of(new byte[0]);
    }
  }

  private static TrustException tooLarge() {
    return Refusal.EST_ANSWER_TOO_LARGE.because(
        "The EST server's answer is larger than " + MAX_BODY + " bytes; no certificate is.");
  }

  private static TrustException malformed(String why) {
    return Refusal.EST_ANSWER_MALFORMED.because(
        "The EST server's answer cannot be read: " + why + ".");
  }
}
