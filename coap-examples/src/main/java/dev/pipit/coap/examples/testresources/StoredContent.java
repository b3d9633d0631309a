package dev.pipit.coap.examples.testresources;

import dev.pipit.coap.message.Code;
import dev.pipit.coap.message.Request;
import dev.pipit.coap.message.Response;
import dev.pipit.coap.option.StandardOptions;

/** What was put somewhere, as the response that gives it back: without a Content-Format where the client named none. */
final class StoredContent {
    private final Response response;

    private StoredContent(Response response) {
        this.response = response;
    }

    static StoredContent text(String text) {
        return new StoredContent(Response.content(text));
    }

    static StoredContent of(Response response) {
        return new StoredContent(response);
    }

    static StoredContent of(Request request) {
        Response.Builder response = Response.builder(Code.CONTENT).payload(request.payload());
        request.contentFormat().ifPresent(format -> response.option(StandardOptions.CONTENT_FORMAT, format));
        return new StoredContent(response.build());
    }

    int length() {
        return response.payload().length;
    }

    /** 2.05 with it. */
    Response response() {
        return response;
    }
}
