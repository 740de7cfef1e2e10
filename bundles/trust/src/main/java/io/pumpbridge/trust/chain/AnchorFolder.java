// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A directory of the authorities that a hospital trusts for one thing, as {@code *.pem}. */
public final class AnchorFolder implements Anchors {
  /** A hospital has one root, and two while it changes. */
  private static final int MAX_FILES = 32;

  /** Enough digits to tell roots apart. */
  private static final int FINGERPRINT_IN_NAME = 16;

  private final Path folder;

  public AnchorFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Reads them anew, so that a changed anchor counts at once. One file that cannot be read refuses
   * all: half of a hospital's trust is a riddle, a sentence is not.
   *
   * @return at least one
   */
  @Override
  public List<X509Certificate> load() throws TrustException {
    List<X509Certificate> anchors = new ArrayList<>();
    for (Path file : files()) {
      for (X509Certificate anchor : read(file)) {
        if (anchor.getBasicConstraints() < 0) {
          String subject = Certificates.subjectOf(anchor);
          throw Refusal.ANCHORS_UNREADABLE.because(
              file + " holds " + subject + ", which is no certificate authority.", subject);
        }
        anchors.add(anchor);
      }
    }
    if (anchors.isEmpty()) {
      throw Refusal.NO_ANCHORS.because(
          "There is no trusted authority in " + folder + ": put the hospital's there as *.pem.");
    }
    return anchors;
  }

  /**
   * Puts a root there that a person has vouched for, as a file of its own named after it.
   *
   * @throws TrustException {@code anchor-unwritable}
   */
  public void add(X509Certificate root, String fingerprint) throws TrustException {
    String name = "root-" + fingerprint.substring(0, FINGERPRINT_IN_NAME) + ".pem";
    Path file = folder.resolve(name);
    try {
      Files.createDirectories(folder);
      Path aside = folder.resolve(name + ".new");
      Files.writeString(aside, Certificates.toPem(root), StandardCharsets.US_ASCII);
      try (FileChannel written = FileChannel.open(aside, StandardOpenOption.WRITE)) {
        written.force(true);
      }
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
        directory.force(true);
      }
    } catch (IOException e) {
      throw Refusal.ANCHOR_UNWRITABLE.because(
          "The hospital's root cannot be written to "
              + file
              + ": "
              + e.getMessage()
              + "; put it there as PEM and leave the fingerprint away. Nothing was asked for yet.",
          "",
          e);
    }
  }

  private List<Path> files() throws TrustException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*.pem")) {
      for (Path entry : entries) {
        if (files.size() == MAX_FILES) {
          throw Refusal.ANCHORS_UNREADABLE.because(
              folder + " holds more than " + MAX_FILES + " files.");
        }
        files.add(entry);
      }
    } catch (NoSuchFileException | NotDirectoryException absent) {
      return List.of();
    } catch (IOException | DirectoryIteratorException e) {
      throw Refusal.ANCHORS_UNREADABLE.because(
          folder + " cannot be read: " + e.getMessage() + ".", "", e);
    }
    Collections.sort(files);
    return files;
  }

  private static List<X509Certificate> read(Path file) throws TrustException {
    try {
      return PemFile.read(file);
    } catch (IOException | CertificateException e) {
      throw Refusal.ANCHORS_UNREADABLE.because(
          file + " cannot be read as certificates in PEM: " + e.getMessage() + ".", "", e);
    }
  }
}
