// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.drivers.bcc;

import io.pumpbridge.drivers.bcc.BccFrameReader.Cut;
import io.pumpbridge.drivers.bcc.BccFrameReader.Frame;
import io.pumpbridge.drivers.testing.FrameReaderContract;
import io.pumpbridge.model.measure.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What the reader promises with stuffing and without. */
abstract class BccReaderContract extends FrameReaderContract {

  private final BccStuffing stuffing;

  BccReaderContract(BccStuffing stuffing) {
    this.stuffing = stuffing;
  }

  private Bytes framed(String bed, String info, boolean more) {
    return BccVectors.framed(bed, info, more, stuffing == BccStuffing.ON);
  }

  @Override
  protected Reader reader() {
    return new Reader() {
      private BccFrameReader reader = BccFrameReader.empty(stuffing);

      @Override
      public List<Heard> feed(Bytes chunk) {
        Cut cut = reader.feed(chunk);
        reader = cut.next();
        return cut.items().stream()
            .map(
                item ->
                    item instanceof Frame frame
                        ? new Heard(
                            frame.text().toText(StandardCharsets.UTF_8) + frame.more(),
                            frame.byteCount())
                        : Heard.noise(item.byteCount()))
            .toList();
      }

      @Override
      public int held() {
        return reader.held().length();
      }
    };
  }

  @Override
  protected List<Bytes> frames() {
    return List.of(
        framed("1", "ADMIN:ALIVE", false),
        framed(BccVectors.BED, "206,50100,GNACK,0", false),
        framed(BccVectors.BED, "214,50111,INRT,0.30\u001e214,50111,INSOL,Dedede EE", true),
        framed(BccVectors.BED, "207,50111,GNERR,39", false));
  }

  @Override
  protected int limit() {
    return BccFrameReader.MAX_HELD;
  }

  @Override
  protected int checksumBits() {
    return 8;
  }

  @Override
  protected Bytes delimiters() {
    return Bytes.fromHex("0102030415061730313945655864");
  }
}
