// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.status;

import io.pumpbridge.model.measure.Bytes;
import io.pumpbridge.trust.chain.HostName;
import io.pumpbridge.trust.files.StateFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.DERSequence;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The OCSP responses that each server stapled last (RFC 6066, 8; RFC 8446, 4.4.2.1), kept over
 * restarts: they count as long as they say themselves, also when the server has none for a while.
 * One file a server, a sequence of octet strings; a gateway has very few servers.
 */
final class Staples {
  private static final int MAX_RESPONSES = 8;

  /** With a delegate's certificate a response has some 2 kB. */
  private static final int MAX_RESPONSE_BYTES = 16 * 1024;

  private static final int NAME_BYTES = 16;
  private static final String SUFFIX = ".ocsp";

  /** For people to look at; a gateway has very few servers. */
  private static final int MAX_TOLD = 32;

  private static final Logger log = LoggerFactory.getLogger(Staples.class);

  private final StateFolder folder;

  Staples(StateFolder folder) {
    this.folder = folder;
  }

  /** Nothing if nothing is kept, or what is kept cannot be read: it is worth little. */
  synchronized List<Bytes> of(HostName server) {
    try {
      Optional<byte[]> kept = folder.find(nameOf(server));
      return kept.isPresent() ? read(kept.get()) : List.of();
    } catch (IOException | RuntimeException unreadable) {
      log.warn("stapled responses cannot be read file={}", folder.path(nameOf(server)));
      return List.of();
    }
  }

  /** Of all servers that this gateway ever met. */
  synchronized List<Bytes> all() {
    List<Bytes> all = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder.path(""), "*" + SUFFIX)) {
      for (Path file : files) {
        if (all.size() < MAX_TOLD) {
          folder.find(file.getFileName().toString()).map(Staples::read).ifPresent(all::addAll);
        }
      }
    } catch (IOException | RuntimeException unreadable) {
      log.warn("stapled responses cannot be read why={}", unreadable.toString());
    }
    return all;
  }

  private static List<Bytes> read(byte[] content) {
    List<Bytes> responses = new ArrayList<>();
    for (ASN1Encodable one : ASN1Sequence.getInstance(content)) {
      responses.add(Bytes.of(ASN1OctetString.getInstance(one).getOctets()));
    }
    return responses;
  }

  /** Takes what a server has stapled, if it is of a sane size; nothing changes nothing. */
  synchronized void keep(HostName server, List<Bytes> stapled) {
    List<Bytes> sane =
        stapled.stream()
            .filter(one -> one.length() > 0 && one.length() <= MAX_RESPONSE_BYTES)
            .limit(MAX_RESPONSES)
            .toList();
    if (sane.isEmpty() || sane.equals(of(server))) {
      return;
    }
    try {
      ASN1Encodable[] strings =
          sane.stream().map(one -> new DEROctetString(one.toArray())).toArray(ASN1Encodable[]::new);
      folder.replace(nameOf(server), new DERSequence(strings).getEncoded());
    } catch (IOException e) {
      // Not fatal: the server staples again.
      log.warn("stapled responses cannot be kept file={} why={}", nameOf(server), e.toString());
    }
  }

  private static String nameOf(HostName server) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(server.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, NAME_BYTES) + SUFFIX;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
