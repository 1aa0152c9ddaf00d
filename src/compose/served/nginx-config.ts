import { fileServerPort } from '../../model/edge/file-server.ts'

/** What a file server answers. */
interface Served {
  /** The URL path of static files; undefined for none. */
  staticPath: string | undefined
  /** The URL path of uploads and their folder in the container; undefined for none. */
  media: { path: string; folder: string } | undefined
}

/**
 * nginx's configuration of the file server. A static file is looked for in the release that serves (`live`), then in the
 * one that is about to serve (`next`), then in the one before, whose pages are still open: a file whose name has a hash
 * of its content is found whichever release the page is of. Pure.
 */
export function fileServerConfig({ staticPath, media }: Served): string {
  return `pid /tmp/nginx.pid;
worker_processes 2;
error_log stderr warn;
events { worker_connections 2048; }
http {
  include /etc/nginx/mime.types;
  default_type application/octet-stream;
  access_log off;
  server_tokens off;
  sendfile on;
  client_body_temp_path /tmp/body;
  proxy_temp_path /tmp/proxy;
  fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi;
  scgi_temp_path /tmp/scgi;
  gzip on;
  gzip_vary on;
  gzip_min_length 1024;
  gzip_types text/css text/plain application/javascript text/javascript application/json image/svg+xml;
  # A name with a hash never gets another content. Any other file may be another one with the next release.
  map $uri $lifetime {
    default "no-cache";
    "~\\.[0-9a-f]{8,32}\\.\\w+$" "public, max-age=31536000, immutable";
  }
  # An upload that a browser would run as a page of the shop runs as one of nobody.
  map $sent_http_content_type $upload_policy {
    default "";
    "~(html|xml|svg)" "sandbox";
  }
  server {
    listen ${fileServerPort};
    add_header X-Content-Type-Options nosniff always;
${staticPath === undefined ? '' : staticLocation(staticPath)}${media === undefined ? '' : mediaLocation(media)}    location / { return 404; }
  }
}
`
}

function staticLocation(path: string): string {
  return `    location ~ ^${path.replaceAll('.', '\\.')}(?<file>.+)$ {
      root /srv/static;
      add_header X-Content-Type-Options nosniff always;
      add_header Cache-Control $lifetime;
      try_files /live/$file /next/$file /before/$file =404;
    }
`
}

function mediaLocation({ path, folder }: { path: string; folder: string }): string {
  return `    location ^~ ${path} {
      alias ${folder};
      add_header X-Content-Type-Options nosniff always;
      add_header Content-Security-Policy $upload_policy;
    }
`
}
