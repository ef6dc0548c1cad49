package org.wufei.shell

import com.sun.net.httpserver.HttpExchange
import com.sun.net.httpserver.HttpServer
import java.net.InetSocketAddress
import java.net.URI
import java.net.http.HttpClient
import java.net.http.HttpRequest
import java.net.http.HttpRequest.BodyPublishers
import java.net.http.HttpResponse.BodyHandlers
import java.util.concurrent.Executors

/** Headers of one connection, which each side makes for itself. */
private val OWN = setOf("host", "connection", "content-length", "transfer-encoding", "date")

/**
 * Stands on loopback between a phone and the real [server] and hands everything on. [ask] sees each
 * request first, says what path and query the server is asked for, and may take its time.
 */
class Between(private val server: String, private val ask: (HttpExchange) -> String) : AutoCloseable {
    private val threads = Executors.newCachedThreadPool()
    private val client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()
    private val proxy = HttpServer.create(InetSocketAddress("127.0.0.1", 0), 0).apply {
        executor = threads
        createContext("/") { exchange ->
            try {
                handOn(exchange)
            } finally {
                exchange.close()
            }
        }
        start()
    }

    val address = "http://127.0.0.1:${proxy.address.port}"

    private fun handOn(exchange: HttpExchange) {
        val request = HttpRequest.newBuilder(URI(server + ask(exchange)))
            .method(exchange.requestMethod, BodyPublishers.ofByteArray(exchange.requestBody.readBytes()))
        exchange.requestHeaders.filterKeys { it.lowercase() !in OWN }.forEach { (name, values) -> values.forEach { request.header(name, it) } }
        val response = client.send(request.build(), BodyHandlers.ofByteArray())
        response.headers().map().filterKeys { it.lowercase() !in OWN }.forEach { (name, values) -> exchange.responseHeaders[name] = values }
        val body = response.body()
        exchange.sendResponseHeaders(response.statusCode(), if (body.isEmpty()) -1L else body.size.toLong())
        if (body.isNotEmpty()) exchange.responseBody.write(body)
    }

    override fun close() {
        proxy.stop(0)
        threads.shutdownNow()
    }
}
