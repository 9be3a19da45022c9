package org.sideros.start.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadinessReaderTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            notify                        | NOTIFY | ``
            fd:3                          | FD     | 3
            fd:1023                       | FD     | 1023
            tcp:127.0.0.1:80              | TCP    | 127.0.0.1:80
            tcp:localhost:65535           | TCP    | localhost:65535
            tcp:[::1]:1                   | TCP    | [::1]:1
            unix:/run/x.sock              | UNIX   | /run/x.sock
            unix:@x                       | UNIX   | @x
            http://127.0.0.1:8080/a?b=c   | HTTP   | http://127.0.0.1:8080/a?b=c
            http://[::1]                  | HTTP   | http://[::1]
            file:/run/x                   | FILE   | /run/x
            log:ready: [0-9]+ ms          | LOG    | ready: [0-9]+ ms
            exec:/bin/check 'a b' -q      | EXEC   | /bin/check 'a b' -q
            """)
    void everyKindIsUnderstood(String text, Readiness.Kind kind, String argument) {
        assertEquals(new Readiness(kind, argument), ReadinessReader.parse(text));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            notify:x               | takes no argument
            fd                     | lacks what follows the colon
            tcp:                   | lacks what follows the colon
            tpc:127.0.0.1:80       | did you mean
            fd:2                   | "2" is not the number of a descriptor (3 to 1023)
            fd:-3                  | is not the number of a descriptor
            fd:three               | is not the number of a descriptor
            fd:1024                | is not the number of a descriptor
            tcp:80                 | is not HOST:PORT
            tcp::80                | is not HOST:PORT
            tcp:::1:80             | is not HOST:PORT
            tcp:127.0.0.1:http     | is not HOST:PORT
            tcp:127.0.0.1:0        | 0 is not a port (1 to 65535)
            tcp:127.0.0.1:65536    | 65536 is not a port
            tcp:a b:80             | is not HOST:PORT
            unix:run/x.sock        | "run/x.sock" is not an absolute path
            unix:@                 | is not the address of a socket
            http://                | is not http://HOST[:PORT][/PATH]
            http:/x                | is not http://HOST[:PORT][/PATH]
            http://a b/            | is not http://HOST[:PORT][/PATH]
            http://u:p@h/          | is not http://HOST[:PORT][/PATH]
            http://h:70000/        | 70000 is not a port
            https://127.0.0.1/     | https is not supported; use "http://…"
            file:run/x             | "run/x" is not an absolute path
            log:a(b                | is not a regular expression: Unclosed group near character
            log:*                  | is not a regular expression: Dangling meta character '*' near character 1
            exec:check 'a          | the ' at character 7 is never closed
            """)
    void whatCannotBeIsRefused(String text, String why) {
        String message = assertThrows(InvalidValueException.class, () -> ReadinessReader.parse(text))
                .getMessage();
        assertTrue(message.contains(why), message);
    }

    @Test
    void anAddressLongerThanTheKernelTakesIsRefused() {
        assertEquals(
                107,
                ReadinessReader.parse("unix:/" + "x".repeat(106)).argument().length());
        assertThrows(InvalidValueException.class, () -> ReadinessReader.parse("unix:/" + "x".repeat(107)));
    }
}
