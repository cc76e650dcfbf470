import java.io.File;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;

/** Prints Avro files as Java's Avro reads them: the schema's fingerprint, then a record a line, as JSON. */
public class Dump {
  public static void main(String[] paths) throws Exception {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
    for (String path : paths) {
      try (DataFileReader<GenericRecord> reader =
          new DataFileReader<>(new File(path), new GenericDatumReader<>())) {
        out.println(Long.toHexString(SchemaNormalization.parsingFingerprint64(reader.getSchema())));
        for (GenericRecord record : reader) {
          out.println(record);
        }
      }
    }
    out.flush();
  }
}
