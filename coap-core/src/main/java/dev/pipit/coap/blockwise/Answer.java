package dev.pipit.coap.blockwise;

import dev.pipit.coap.body.BodySource;
import dev.pipit.coap.message.Response;
import org.jspecify.annotations.Nullable;

/** What is answered: a response, whose body may be one to be read while it goes out. */
record Answer(Response head, @Nullable BodySource body) {
    /** It is not wanted any more. */
    void drop() {
        if (body != null) {
            body.close();
        }
    }
}
