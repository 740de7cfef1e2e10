// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What must not be found on a wiped gateway, byte for byte, in each form that it could have. */
final class Planted {
  private static final int SCALAR_BYTES = 32; // P-256

  private final Map<String, byte[]> secrets = new LinkedHashMap<>();

  /** Takes the keys out of a living gateway's state directory, as a thief would. */
  static Planted keysOf(Path state) throws Exception {
    Planted planted = new Planted();
    Path trust = state.resolve("trust");
    byte[] password = Files.readAllBytes(trust.resolve("identity.secret"));
    planted.add("password of the key store", password);
    KeyStore store = KeyStore.getInstance("PKCS12");
    char[] opened = new String(password, StandardCharsets.US_ASCII).toCharArray();
    byte[] content = Files.readAllBytes(trust.resolve("identity.p12"));
    planted.add("key store", Arrays.copyOfRange(content, 100, 164));
    store.load(new ByteArrayInputStream(content), opened);
    PrivateKey key = (PrivateKey) store.getKey("gateway", opened);
    planted.add("private key, DER", key.getEncoded());
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded());
    planted.add("private key, PEM", base64.lines().findFirst().orElseThrow());
    byte[] scalar = ((ECPrivateKey) key).getS().toByteArray();
    byte[] padded = new byte[SCALAR_BYTES];
    int length = Math.min(scalar.length, SCALAR_BYTES);
    System.arraycopy(scalar, scalar.length - length, padded, SCALAR_BYTES - length, length);
    planted.add("private key, scalar", padded);
    planted.add("private key, scalar in hex", HexFormat.of().formatHex(padded));
    planted.add("certificate", store.getCertificate("gateway").getEncoded());
    String sealing = Files.readString(trust.resolve("sealing.key")).split(" ", -1)[1];
    planted.add("sealing key in hex", sealing);
    planted.add("sealing key", HexFormat.of().parseHex(sealing));
    return planted;
  }

  Planted add(String what, String secret) {
    return add(what, secret.getBytes(StandardCharsets.UTF_8));
  }

  Planted add(String what, byte[] secret) {
    secrets.put(what, secret.clone());
    return this;
  }

  /** What of it stands in any file below, or in a file's name: {@code what in file}. */
  List<String> findIn(Path... folders) throws IOException {
    List<String> found = new ArrayList<>();
    for (Path folder : folders) {
      try (Stream<Path> files = Files.walk(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          String name = folder.relativize(file).toString();
          String content = latin(contentOf(file)) + name;
          secrets.forEach(
              (what, secret) -> {
                if (content.contains(latin(secret))) {
                  found.add(what + " in " + name);
                }
              });
        }
      }
    }
    return found;
  }

  /** A running agent renames what it has written; what is gone by now holds nothing. */
  private static byte[] contentOf(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return new byte[0];
    }
  }

  /** What is found anywhere below. */
  Set<String> kindsIn(Path... folders) throws IOException {
    Set<String> kinds = new TreeSet<>();
    findIn(folders).forEach(found -> kinds.add(found.substring(0, found.lastIndexOf(" in "))));
    return kinds;
  }

  /** One character a byte: whatever the bytes are, they are found. */
  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
