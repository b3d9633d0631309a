package dev.pipit.coap.testing;

import dev.pipit.coap.message.Token;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The named message IDs and tokens of a script. */
final class WireVariables {
    private static final int FIRST_MESSAGE_ID = 0x1000;

    private final Map<String, Integer> messageIds = new HashMap<>();
    private final Map<String, Token> tokens = new HashMap<>();
    private int fresh = FIRST_MESSAGE_ID;

    int freshMessageId() {
        return fresh++ & 0xffff;
    }

    /** The named message ID, a fresh one where the name is new. */
    int messageId(String name) {
        return messageIds.computeIfAbsent(name, absent -> freshMessageId());
    }

    /** The named token, a fresh one where the name is new. */
    Token token(String name) {
        return tokens.computeIfAbsent(name, absent -> Token.ofLong(0x70696e6b_00000000L + tokens.size()));
    }

    /** Gives a new name its message ID; answers what an old name stands for. */
    int bindMessageId(String name, int messageId) {
        Integer bound = messageIds.putIfAbsent(name, messageId);
        return bound == null ? messageId : bound;
    }

    /** Gives a new name its token; answers what an old name stands for. */
    Token bindToken(String name, Token token) {
        @Nullable Token bound = tokens.putIfAbsent(name, token);
        return bound == null ? token : bound;
    }
}
